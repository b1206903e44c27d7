name <- "iris"
glue::glue("{name} has {nrow(iris)} rows and {toupper(name)}")
