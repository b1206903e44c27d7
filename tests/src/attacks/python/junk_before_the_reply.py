import os


def execute(given):
    os.write(4, b"junk " * 20)
    return "done"
