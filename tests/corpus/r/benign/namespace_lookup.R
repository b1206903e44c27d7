if (requireNamespace("ggplot2", quietly = TRUE)) {
  exists("geom_point", envir = asNamespace("ggplot2"))
}
get("mean", envir = asNamespace("base"))(1:3)
