attach("https://example.org/x.rda")
