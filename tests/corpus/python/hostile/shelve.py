import shelve
shelve.open("x")
