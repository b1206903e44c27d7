ns <- asNamespace("stats")
unlockBinding("sd", ns)
ns$sd <- function(x, ...) 0
