future::future(system("id"))
