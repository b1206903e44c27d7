knitr::kable(head(mtcars), digits = 2, caption = "Cars")
