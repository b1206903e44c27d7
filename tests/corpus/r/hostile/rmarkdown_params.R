rmarkdown::render("report.Rmd", params = list(x = 1), envir = globalenv())
system(rmarkdown::metadata$cmd)
