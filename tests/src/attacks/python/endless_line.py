import os


def execute(given):
    while True:
        os.write(1, b"x" * 60000)
