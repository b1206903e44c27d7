vapply(split(iris$Sepal.Length, iris$Species), median, numeric(1))
