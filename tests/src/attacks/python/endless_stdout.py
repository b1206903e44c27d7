import os


def execute(given):
    while True:
        os.write(1, b"noise\n" * 1000)
