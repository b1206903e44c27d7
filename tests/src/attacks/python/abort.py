import os


def execute(given):
    os.abort()
