fake <- function(x, ...) 0
assignInNamespace("mean.default", fake, ns = "base")
