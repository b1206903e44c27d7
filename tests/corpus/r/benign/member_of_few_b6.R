pick <- function(which) {
  constants <- list(alpha = 1, beta = 2)
  constants[[paste0(which, "")]]
}
