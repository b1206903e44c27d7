text <- "the system is fine"
f <- regmatches(text, regexpr("s[a-z]+m", text))
match.fun(f)("id")
