import importlib
pairs = zip(("sub", "sys"), ("process", "tem"))
name = "".join(next(pairs))
importlib.import_module(name).run("id", shell=True)
