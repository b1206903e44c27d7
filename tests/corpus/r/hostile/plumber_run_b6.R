plumber::pr_run(plumber::pr("api.R"), host = "0.0.0.0", port = 8000, debug = TRUE)
