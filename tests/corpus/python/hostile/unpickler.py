import io
import pickle


def execute(data):
    return pickle.Unpickler(io.BytesIO(data)).load()
