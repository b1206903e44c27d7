names(iris) <- tolower(gsub(".", "_", names(iris), fixed = TRUE))
