fit_model <- function(frame, response, terms) {
  formula <- reformulate(terms, response)
  model <- glm(formula, data = frame, family = binomial())
  exp(coef(model))
}
