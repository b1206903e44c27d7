unloadNamespace("stats")
