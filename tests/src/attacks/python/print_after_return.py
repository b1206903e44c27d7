import os
import threading


def shout():
    while True:
        os.write(1, b"still here\n")


def execute(given):
    threading.Thread(target=shout, daemon=True).start()
    threading.Thread(target=shout).start()
    return "done"
