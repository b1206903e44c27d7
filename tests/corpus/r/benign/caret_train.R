model <- caret::train(Species ~ ., data = iris, method = "rf", trControl = caret::trainControl(method = "cv", number = 5))
predict(model, newdata = iris[1:5, ])
