download.file("https://example.org/x.rda", "x.rda")
load("x.rda")
