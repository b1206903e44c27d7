run <- "system"
dynGet(run)("id")
