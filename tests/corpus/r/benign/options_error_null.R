options(error = NULL)
