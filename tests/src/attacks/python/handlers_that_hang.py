import atexit
import gc
import threading
import time


class Hanging:
    def __del__(self):
        time.sleep(600)


kept = Hanging()


def execute(given):
    atexit.register(time.sleep, 600)
    threading.Thread(target=time.sleep, args=(600,)).start()
    gc.set_threshold(0)
    return "done"
