import os
import time


def execute(given):
    os.write(4, b"OMNIPLUG")
    while True:
        time.sleep(60)
