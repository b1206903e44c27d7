m <- getS3method("summary", "lm")
methods(class = "lm")
