import pickle
copy = pickle.loads(pickle.dumps(model))
