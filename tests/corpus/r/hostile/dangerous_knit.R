knitr::knit(text = "```{r}\nsystem('id')\n```")
