for (i in 1:3) assign(paste0("column", i), i)
