future::value(future::future(system("id")))
