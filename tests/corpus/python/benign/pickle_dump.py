import pickle
pickle.dump(model, stream)
