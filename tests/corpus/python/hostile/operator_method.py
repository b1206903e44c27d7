import os


class Runner:
    __getitem__ = staticmethod(os.system)


Runner()["id"]
