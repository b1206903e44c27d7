import os
import signal


def execute(given):
    if os.fork() == 0:
        os.setsid()
        os.kill(-1, signal.SIGKILL)
        os._exit(0)
    try:
        os.kill(-1, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass
    return "nothing to kill"
