options(repos = c(CRAN = "http://203.0.113.9/cran"))
install.packages("helper")
