try(system("id"), silent = TRUE)
