f <- if (TRUE) system else print
f("id")
