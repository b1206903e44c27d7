load_helpers <- function(folder) source(file.path(folder, "helpers.R"), local = TRUE)
