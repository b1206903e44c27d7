for (f in list.files("/data", recursive = TRUE, full.names = TRUE)) file.create(f)
