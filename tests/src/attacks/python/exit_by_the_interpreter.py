import sys


def execute(given):
    sys.exit(0)
