?system
help("eval")
args(system)
