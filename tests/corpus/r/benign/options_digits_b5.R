old <- options(digits = 4)
on.exit(options(old))
print(pi)
