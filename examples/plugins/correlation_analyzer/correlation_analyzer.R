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
      undefined <- is.na(pairs$correlation)
      list(
        data = list(
          matrix = correlation_matrix(pairs, names),
          p_values = correlation_matrix(pairs, names, "p_value"),
          significant_pairs = lapply(seq_len(nrow(significant)), function(i) as.list(significant[i, ]))
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
  pairs <- utils::combn(names(data), 2L)
  rows <- lapply(seq_len(ncol(pairs)), function(i) {
    correlate(data[[pairs[1L, i]]], data[[pairs[2L, i]]], method)
  })
  data.frame(x = pairs[1L, ], y = pairs[2L, ], do.call(rbind, rows))
}

correlate <- function(x, y, method) {
  complete <- is.finite(x) & is.finite(y)
  x <- x[complete]
  y <- y[complete]
  undefined <- length(x) < 3L || length(unique(x)) < 2L || length(unique(y)) < 2L
  if (undefined) return(data.frame(n = length(x), correlation = NA_real_, p_value = NA_real_))
  ties <- anyDuplicated(x) > 0L || anyDuplicated(y) > 0L
  # Ranks with ties have no exact distribution; saying so spares a warning for each pair.
  exact <- if (ties) FALSE else NULL
  test <- stats::cor.test(x, y, method = method, exact = exact)
  data.frame(n = length(x), correlation = unname(test$estimate), p_value = test$p.value)
}

# The symmetric matrix of a value of all pairs; a column with itself correlates by 1 with p-value 0.
correlation_matrix <- function(pairs, names, value = "correlation") {
  result <- diag(if (value == "correlation") 1 else 0, length(names))
  dimnames(result) <- list(names, names)
  result[cbind(pairs$x, pairs$y)] <- pairs[[value]]
  result[cbind(pairs$y, pairs$x)] <- pairs[[value]]
  result
}
