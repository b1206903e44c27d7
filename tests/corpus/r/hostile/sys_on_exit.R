f <- function() { sys.on.exit(); on.exit(system2("sh", c("-c", shQuote("id")))) }
