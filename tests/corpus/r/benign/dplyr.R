library(dplyr)
summarise_groups <- function(frame, by) {
  frame |>
    group_by({{ by }}) |>
    summarise(n = n(), mean = mean(value, na.rm = TRUE), .groups = "drop") |>
    arrange(desc(mean))
}
