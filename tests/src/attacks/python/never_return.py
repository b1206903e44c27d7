import time


def execute(given):
    while True:
        time.sleep(60)
