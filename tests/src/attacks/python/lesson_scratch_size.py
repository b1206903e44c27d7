import os


def fill(folder):
    total = 0
    try:
        for number in range(1000):
            with open("%s/%d" % (folder, number), "wb", buffering=0) as file:
                for _ in range(16):
                    total += file.write(bytes(1 << 20))
    except OSError:
        pass
    return total


def execute(given):
    return {"bytes": [fill(folder) for folder in ("/tmp", "/plugin", "/dev/shm")]}
