import os
import signal


def execute(given):
    children = 0
    while children < 2000:
        try:
            child = os.fork()
        except OSError:
            return {"count": children}
        if child == 0:
            signal.pause()
        children += 1
    return {"count": children}
