centre <- function(x, type) {
  switch(type, mean = mean(x), median = median(x), trimmed = mean(x, trim = .1))
}
