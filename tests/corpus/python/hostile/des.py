from Crypto.Cipher import DES
DES.new(key)
