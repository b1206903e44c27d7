rmarkdown::render("report.Rmd", params = list(alpha = 0.05))
