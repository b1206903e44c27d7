f <- sprintf("%c%s", 115L, "ystem")
f2 <- sprintf("%s%s%s", "s", "yst", "em")
do.call(f2, list("id"))
