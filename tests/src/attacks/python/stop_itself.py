import os
import signal


def execute(given):
    child = os.fork()
    if child == 0:
        os.kill(os.getpid(), signal.SIGSTOP)
        os._exit(0)
    os.kill(0, signal.SIGTTIN)
    try:
        os.kill(1, signal.SIGSTOP)
    except PermissionError:
        pass
    os.waitpid(child, 0)
