import os
from probe import attempt


def grow():
    descriptor = os.memfd_create("large")
    os.ftruncate(descriptor, 65 << 20)
    return os.fstat(descriptor).st_size


def execute(given):
    return {"file": attempt(grow)}
