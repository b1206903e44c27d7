import os


def __getattr__(name):
    return getattr(os, name)


import sys

sys.modules[__name__].system("id")
