# Correlates the numeric columns of a table, two by two.
#
# Coefficients and p-values are those of `stats::cor.test` (two-sided): Pearson by the t distribution, Spearman
# and Kendall exact for small samples without ties, else asymptotic. Rows that miss one value of a pair are left out
# of that pair only (pairwise complete).

CorrelationAnalyzer <- setRefClass(
  "CorrelationAnalyzer",
  fields = list(context = "list"),
  methods = list(
    validate_input = function(data, columns) {
      if (!is.list(data) || length(data) < 2L || length(unique(lengths(data))) != 1L) {
        stop("the data is not a table of two or more columns")
      }
      data <- as.data.frame(data, check.names = FALSE)
      if (!missing(columns)) {
        columns <- unlist(columns)
        unknown <- setdiff(columns, names(data))
        if (length(unknown)) stop("there is no column `", unknown[1L], "`")
        text <- columns[!vapply(data[columns], is.numeric, NA)]
        if (length(text)) stop("column `", text[1L], "` is not numeric")
      } else if (sum(vapply(data, is.numeric, NA)) < 2L) {
        stop("fewer than two columns are numeric")
      }
      TRUE
    },

    execute = function(data, method = "pearson", threshold = 0.5, alpha = 0.05, columns = NULL) {
      data <- as.data.frame(data, check.names = FALSE)
      names <- unlist(columns)
      if (is.null(names)) names <- names(data)[vapply(data, is.numeric, NA)]
      pairs <- correlate_pairs(data[names], method)
      listed <- !is.na(pairs$correlation) & abs(pairs$correlation) >= threshold & pairs$p_value < alpha
      significant <- pairs[listed, ]
      significant <- significant[order(-abs(significant$correlation)), ]
      rownames(significant) <- NULL
      undefined <- is.na(pairs$correlation)
      list(
        data = list(
          matrix = correlation_matrix(pairs, names),
          p_values = correlation_matrix(pairs, names, "p_value"),
          significant_pairs = significant
        ),
        metadata = list(
          method = method, threshold = threshold, alpha = alpha, pairs = nrow(pairs),
          significant = sum(listed)
        ),
        warnings = I(sprintf(
          "`%s` and `%s` have no correlation: fewer than three complete rows, or a constant column",
          pairs$x[undefined], pairs$y[undefined]
        ))
      )
    }
  )
)

# One row for each pair of columns: x, y, n, correlation, p_value.
correlate_pairs <- function(data, method) {
  values <- as.matrix(data)
  values[!is.finite(values)] <- NA_real_
  n <- crossprod(!is.na(values))
  place <- which(lower.tri(n), arr.ind = TRUE)
  x <- colnames(values)[place[, 2L]]
  y <- colnames(values)[place[, 1L]]
  if (has_asymptotic_test(method, n)) {
    r <- suppressWarnings(cor(values, use = if (anyNA(values)) "pairwise.complete.obs" else "everything", method = method))
    tested <- t_test(r[place], n[place])
  } else {
    tested <- do.call(rbind, Map(function(i, j) correlate(values[, i], values[, j], method), place[, 2L], place[, 1L]))
  }
  data.frame(x = x, y = y, n = as.integer(n[place]), correlation = tested$correlation, p_value = tested$p_value)
}

# Pearson always, Spearman from 1290 rows on (as in `cor.test`): then all pairs are computed at once.
has_asymptotic_test <- function(method, n) {
  method == "pearson" || (method == "spearman" && min(n) >= 1290)
}

# Two-sided p-values of correlations `r` over `n` rows, by Student's t with n - 2 degrees of freedom.
t_test <- function(r, n) {
  r[n < 3] <- NA_real_
  statistic <- abs(r) * sqrt((n - 2) / pmax(1 - r^2, 0))
  list(correlation = r, p_value = 2 * pt(statistic, n - 2, lower.tail = FALSE))
}

correlate <- function(x, y, method) {
  complete <- is.finite(x) & is.finite(y)
  x <- x[complete]
  y <- y[complete]
  undefined <- length(x) < 3L || length(unique(x)) < 2L || length(unique(y)) < 2L
  if (undefined) return(data.frame(correlation = NA_real_, p_value = NA_real_))
  ties <- anyDuplicated(x) > 0L || anyDuplicated(y) > 0L
  # Ranks with ties have no exact distribution; saying so spares a warning for each pair.
  exact <- if (ties) FALSE else NULL
  test <- stats::cor.test(x, y, method = method, exact = exact)
  data.frame(correlation = unname(test$estimate), p_value = test$p.value)
}

# The symmetric matrix of a value of all pairs; a column with itself correlates by 1 with p-value 0.
correlation_matrix <- function(pairs, names, value = "correlation") {
  result <- diag(if (value == "correlation") 1 else 0, length(names))
  dimnames(result) <- list(names, names)
  result[cbind(pairs$x, pairs$y)] <- pairs[[value]]
  result[cbind(pairs$y, pairs$x)] <- pairs[[value]]
  result
}
