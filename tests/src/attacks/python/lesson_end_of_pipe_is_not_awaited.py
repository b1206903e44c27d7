import os
import time


def execute(given):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            # It holds standard output, standard error and the reply open.
            os.set_inheritable(4, True)
            time.sleep(600)
        os._exit(0)
    return "done"
