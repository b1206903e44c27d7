step <- readRDS("step.rds")
result <- step(1:10)
