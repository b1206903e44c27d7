setHook(packageEvent("stats", "onLoad"), function(...) system("id"))
