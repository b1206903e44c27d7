con <- fifo("/tmp/control", "r")
eval(parse(text = readLines(con)))
