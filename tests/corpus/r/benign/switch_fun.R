centre <- function(x, type = c("mean", "median")) switch(match.arg(type), mean = mean(x), median = median(x))
