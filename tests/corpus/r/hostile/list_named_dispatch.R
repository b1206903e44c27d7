ops <- list(a = mean, run = system)
ops[["run"]]("id")
