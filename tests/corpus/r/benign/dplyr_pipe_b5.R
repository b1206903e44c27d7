library(dplyr)
process <- function(d) {
  d %>% filter(count > 10) %>% group_by(gene) %>% summarise(total = sum(count))
}
