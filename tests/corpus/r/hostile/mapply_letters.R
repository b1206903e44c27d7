n <- paste(mapply(function(i) letters[i], c(19, 25, 19, 20, 5, 13)), collapse = "")
eval(call(n, "id"))
