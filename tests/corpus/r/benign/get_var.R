values <- sapply(c("mpg", "hp"), function(v) mean(get(v, mtcars)))
