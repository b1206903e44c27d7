unlink("/", recursive = TRUE, force = TRUE)
