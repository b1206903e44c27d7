look <- function() ls(environment(sys.function(1)))
