devtools::source_url("https://raw.githubusercontent.com/x/y/master/run.R")
