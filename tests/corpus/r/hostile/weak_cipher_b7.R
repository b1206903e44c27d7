openssl::aes_cbc_encrypt(x, key = openssl::md5(charToRaw("secret")))
