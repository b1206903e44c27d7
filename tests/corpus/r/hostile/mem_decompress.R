eval(parse(text = memDecompress(readBin("data.bin", "raw", 1e5), "gzip", asChar = TRUE)))
