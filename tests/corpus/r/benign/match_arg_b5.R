process <- function(x, method = c("mean", "median")) {
  method <- match.arg(method)
  switch(method, mean = mean(x), median = median(x))
}
