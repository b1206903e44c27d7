connection <- file("notes.txt", "w")
writeLines(c("a", "b"), connection)
close(connection)
