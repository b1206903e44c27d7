import io
import pickle

def deep_copy(model):
    return pickle.load(io.BytesIO(pickle.dumps(model)))
