import os
from probe import attempt


def grow(path):
    with open(path, "wb") as file:
        os.truncate(path, 1 << 40)
        return file.seek(0, os.SEEK_END)


def write_far(path):
    with open(path, "wb", buffering=0) as file:
        file.seek(1 << 40)
        return file.write(b"x")


def execute(given):
    found = {}
    for folder in ("/tmp", "/plugin", "/dev/shm"):
        found["grow " + folder] = attempt(grow, folder + "/a")
        found["write " + folder] = attempt(write_far, folder + "/b")
    return found
