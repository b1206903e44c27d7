import os


def execute(given):
    os._exit(3)
