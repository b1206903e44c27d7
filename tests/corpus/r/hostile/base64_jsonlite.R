source(textConnection(rawToChar(jsonlite::base64_dec("c3lzdGVtKCdpZCcp"))))
