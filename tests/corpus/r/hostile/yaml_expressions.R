config <- yaml::yaml.load(text, eval.expr = TRUE)
