library(ggplot2)
plot_counts <- function(frame, column) {
  ggplot(frame, aes(x = .data[[column]], fill = group)) +
    geom_histogram(bins = 30) +
    facet_wrap(~ batch) +
    theme_minimal()
}
