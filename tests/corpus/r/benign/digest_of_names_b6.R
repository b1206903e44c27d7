key <- function(name, version) digest::digest(paste0(name, version), algo = "md5")
