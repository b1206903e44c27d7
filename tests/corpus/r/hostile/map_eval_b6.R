invisible(Map(eval, lapply(readLines("cmds.txt"), str2lang)))
