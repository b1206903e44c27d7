import pickle, io
obj = pickle.Unpickler(io.BytesIO(raw)).load()
