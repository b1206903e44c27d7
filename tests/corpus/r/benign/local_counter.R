counter <- local({ n <- 0; function() { n <<- n + 1; n } })
counter()
