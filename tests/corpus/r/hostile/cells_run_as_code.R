score <- function(file) {
  formulas <- read.delim(file)
  vapply(formulas$formula, function(f) eval(parse(text = f)), numeric(1))
}
