apply_to <- function(f, ...) f(...)
apply_to(system, "id")
