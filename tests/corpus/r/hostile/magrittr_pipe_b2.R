library(magrittr)
"id" %>% { system(.) }
