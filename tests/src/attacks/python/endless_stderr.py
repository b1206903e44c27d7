import os


def execute(given):
    while True:
        os.write(2, b"noise\n" * 1000)
