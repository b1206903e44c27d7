from Crypto.Cipher import DES
DES.new(b"8bytekey", DES.MODE_CBC)
