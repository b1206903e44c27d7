devtools::source_url("https://example.org/x.R")
