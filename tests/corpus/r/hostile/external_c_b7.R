.C("system", as.character("id"))
