import os


def execute(given):
    os.close(4)
    return "done"
