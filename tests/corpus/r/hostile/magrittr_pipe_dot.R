library(magrittr)
"id" %>% system(., intern = TRUE)
