# Writes R/native.R, the R functions of the native ones: `Rscript tools/wrappers.R [library]` after an installation, in
# the package's folder. A test compares the two.
arguments <- commandArgs(trailingOnly = TRUE)
folder <- system.file("libs", package = "omniplug", lib.loc = if (length(arguments)) arguments)
loaded <- dyn.load(file.path(folder, paste0("omniplug", .Platform$dynlib.ext)))
symbol <- getNativeSymbolInfo("wrap__make_omniplug_wrappers", loaded)
text <- .Call(symbol, TRUE, "omniplug")
text <- gsub("(?m)^#' ", "# ", text, perl = TRUE)
cat("# Written by tools/wrappers.R; not to be edited.\n\n", sub("\n+$", "\n", text), file = "R/native.R", sep = "")
