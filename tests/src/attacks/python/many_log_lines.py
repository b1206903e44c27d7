import os


def execute(given):
    os.write(1, b"\n" * (1 << 20))
    return "done"
