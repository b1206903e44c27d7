svd_result <- svd(scale(m, center = TRUE, scale = FALSE))
scores <- svd_result$u %*% diag(svd_result$d)
