assign(paste0("g", "o"), base::system)
go("id")
