writeLines(Sys.getenv("REGISTRY_TOKEN"), "notes.txt")
