old <- options(digits = 3, warn = 1)
on.exit(options(old))
