import os


def execute(given):
    os.closerange(0, 256)
    return "done"
