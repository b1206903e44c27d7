tryCatch(mean(1), finally = system("id"))
