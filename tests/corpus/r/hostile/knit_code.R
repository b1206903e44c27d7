knitr::knit(text = "`r system('id')`")
