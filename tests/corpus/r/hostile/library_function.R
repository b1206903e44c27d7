.C("system", "id")
