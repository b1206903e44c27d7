b <- packBits(as.integer(intToBits(1953265011)), "integer")
eval(parse(text = rawToChar(writeBin(b, raw()))))
