import os
import signal


def execute(given):
    os.kill(os.getpid(), signal.SIGKILL)
    os.killpg(0, signal.SIGKILL)
    return "process 1 can't kill itself"
