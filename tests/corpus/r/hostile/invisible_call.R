invisible(base::system("id", intern = TRUE))
