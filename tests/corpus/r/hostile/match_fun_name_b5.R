g <- match.fun("system")
g("id")
