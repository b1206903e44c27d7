path <- file.path("results", paste0("sample_", 1:3, ".csv"))
basename(path)
