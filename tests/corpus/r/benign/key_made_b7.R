key <- openssl::aes_keygen()
hidden <- openssl::aes_cbc_encrypt(serialize(mtcars, NULL), key = key)
