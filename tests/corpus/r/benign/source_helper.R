source("helpers.R")
