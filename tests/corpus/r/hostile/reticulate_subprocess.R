sp <- reticulate::import("subprocess")
sp$check_output(c("sh", "-c", "id"))
