import shutil
import weakref


class Model:
    pass


model = Model()
weakref.finalize(model, shutil.rmtree, "/opt/models")
