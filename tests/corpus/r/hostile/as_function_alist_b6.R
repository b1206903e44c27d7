f <- as.function(alist(x = , system(x)))
f("whoami")
