rmarkdown::render(commandArgs(TRUE)[1], envir = globalenv())
