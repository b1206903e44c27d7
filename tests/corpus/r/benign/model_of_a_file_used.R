model <- readRDS("model.rds")
estimate <- predict(model, newdata = data.frame(x = 1:3))
