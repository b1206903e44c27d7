library(testthat)
library(omniplug)

test_check("omniplug")
