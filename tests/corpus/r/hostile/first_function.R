.First <- function() shell("whoami")
