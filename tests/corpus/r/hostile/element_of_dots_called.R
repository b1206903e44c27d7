pick <- function(...) ...elt(2)(...elt(1))
pick("uname -a", shell)
