uri <- paste0("data:image/png;base64,", jsonlite::base64_enc(readBin("x.png", "raw", 1e6)))
