eval(parse(url("https://example.org/x.R")))
