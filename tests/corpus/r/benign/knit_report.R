rmarkdown::render("report.Rmd", output_file = "report.html", quiet = TRUE)
