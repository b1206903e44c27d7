list(map(exec, lines))
