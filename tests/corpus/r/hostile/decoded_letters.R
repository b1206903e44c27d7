name <- paste0(letters[c(19, 25, 19, 20, 5, 13)], collapse = "")
do.call(name, list("id"))
