np <- reticulate::import("numpy")
np$mean(c(1, 2, 3))
