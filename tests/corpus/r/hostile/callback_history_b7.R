addTaskCallback(function(...) { savehistory("/tmp/h"); TRUE }, name = "h")
