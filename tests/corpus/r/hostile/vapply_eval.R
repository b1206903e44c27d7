vapply(texts, function(t) eval(parse(text = t)), 0)
