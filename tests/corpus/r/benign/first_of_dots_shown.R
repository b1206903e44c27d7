first_or <- function(default, ...) if (...length() > 0) ..1 else default
first_or(0, 5, 6)
