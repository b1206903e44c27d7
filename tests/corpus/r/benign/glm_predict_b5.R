process <- function(data, new) {
  m <- glm(am ~ wt, family = binomial, data = data)
  predict(m, newdata = new, type = "response")
}
