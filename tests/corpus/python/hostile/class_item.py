import os


class Runner:
    __class_getitem__ = os.system


Runner["id"]
