import os


def execute(given):
    os.execv("/bin/sh", ["sh", "-c", "echo replaced; exit 7"])
