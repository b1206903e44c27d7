attach(list(height = c(1.7, 1.8), weight = c(70, 80)))
index <- weight / height^2
