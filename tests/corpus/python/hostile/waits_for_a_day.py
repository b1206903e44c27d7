import time


def run(x):
    time.sleep(24 * 60 * 60)
    return x
