import dill
model = dill.load(open("model.pkl", "rb"))
