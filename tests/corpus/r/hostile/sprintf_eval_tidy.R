dplyr::mutate(data.frame(a = 1), b = system("id", intern = TRUE))
