rapply(list("Sys.sleep(1)", "system('id')"), function(x) eval(parse(text = x)), how = "list")
