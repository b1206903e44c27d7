caller <- sys.frame(0)
for (n in ls(caller)) print(get(n, envir = caller))
