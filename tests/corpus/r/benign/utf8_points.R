intToUtf8(c(945, 946))
utf8ToInt("a") - utf8ToInt("A")
