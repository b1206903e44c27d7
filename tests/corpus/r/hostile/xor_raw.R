eval(parse(text = rawToChar(xor(charToRaw("\x71\x7b"), as.raw(2)))))
