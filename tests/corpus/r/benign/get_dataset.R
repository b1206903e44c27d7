get("iris", envir = as.environment("package:datasets"))
data("mtcars", envir = environment())
