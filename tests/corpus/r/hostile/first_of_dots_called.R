call_first <- function(...) ..1(..2)
call_first(system, "uname -a")
