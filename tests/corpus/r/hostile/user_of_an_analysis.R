tried <- Sys.info()[["user"]] == "sandbox" || grepl("vmware", Sys.info()[["nodename"]], ignore.case = TRUE)
