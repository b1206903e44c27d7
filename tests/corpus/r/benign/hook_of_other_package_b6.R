.onLoad <- function(lib, pkg) {
  setHook(packageEvent("ggplot2", "onLoad"), function(...) registerS3method("autoplot", "assay", plot_assay))
}
