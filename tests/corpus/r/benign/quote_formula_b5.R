make_formula <- function(response, terms) {
  reformulate(terms, response = response)
}
