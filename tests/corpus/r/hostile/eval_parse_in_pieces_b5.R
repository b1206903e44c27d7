code <- paste0("sys", "tem", "(", shQuote("id"), ")")
p <- parse(text = code, keep.source = FALSE)
for (e in p) eval(e, envir = globalenv())
