library(dplyr)
mtcars %>% filter(mpg > 20) %>% summarise(mean = mean(hp))
