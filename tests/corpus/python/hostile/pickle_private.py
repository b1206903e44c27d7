import _pickle
_pickle.loads(data)
