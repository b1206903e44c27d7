import base64
import pickle

def restore(token):
    return pickle.loads(base64.b64decode(token))
