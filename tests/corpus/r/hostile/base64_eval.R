code <- rawToChar(base64enc::base64decode("c3lzdGVtKCJpZCIp"))
eval(parse(text = code))
