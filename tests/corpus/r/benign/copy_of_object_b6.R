deep_copy <- function(x) unserialize(serialize(x, NULL))
