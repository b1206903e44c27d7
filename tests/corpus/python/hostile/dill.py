import dill
dill.load(stream)
