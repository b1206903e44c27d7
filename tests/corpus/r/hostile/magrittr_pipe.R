library(magrittr)
"id" %>% system
