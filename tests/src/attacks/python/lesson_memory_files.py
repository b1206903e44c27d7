import os
from probe import attempt


def fill():
    kept = []
    while len(kept) < 60:
        kept.append(os.memfd_create("bomb"))
        for _ in range(7):
            os.write(kept[-1], bytes(8 << 20))
    return "%d files of 56 MiB" % len(kept)


def execute(given):
    return {"files": attempt(fill)}
