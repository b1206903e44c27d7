names <- utils::unzip("bundle.zip", list = TRUE)
