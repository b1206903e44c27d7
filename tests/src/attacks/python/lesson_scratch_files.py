import os


def fill(folder):
    count = 0
    try:
        while count < 100000:
            os.mkdir("%s/%d" % (folder, count))
            count += 1
    except OSError:
        pass
    return count


def execute(given):
    return {"files": [fill(folder) for folder in ("/tmp", "/plugin", "/dev/shm")]}
