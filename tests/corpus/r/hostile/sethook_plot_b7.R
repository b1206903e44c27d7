setHook("plot.new", function(...) system("id"))
