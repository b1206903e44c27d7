import fcntl
import os


def execute(given):
    fcntl.fcntl(4, fcntl.F_SETFL, os.O_NONBLOCK)
    return "x" * (1 << 20)
