correlate <- function(x, y, method = c("pearson", "spearman", "kendall")) {
  method <- match.arg(method)
  cor(x, y, method = method)
}
