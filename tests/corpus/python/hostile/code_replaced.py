import os


def harmless():
    return 1


def real():
    os.system("id")


harmless.__code__ = real.__code__
harmless()
