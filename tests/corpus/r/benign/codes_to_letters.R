alphabet <- intToUtf8(65:90, multiple = TRUE)
