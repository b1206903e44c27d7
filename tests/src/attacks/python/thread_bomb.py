import threading
import time


def execute(given):
    threads = 0
    while threads < 2000:
        try:
            threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
        except RuntimeError:
            return {"count": threads}
        threads += 1
    return {"count": threads}
