cfg <- yaml::yaml.load_file("config.yml", eval.expr = TRUE)
