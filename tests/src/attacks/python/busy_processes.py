import os


def execute(given):
    for _ in range(20):
        if os.fork() == 0:
            break
    while True:
        pass
