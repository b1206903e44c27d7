blob <- readBin("inst/extdata/model.bin", "raw", 1e5)
source(textConnection(rawToChar(memDecompress(blob, "gzip"))))
