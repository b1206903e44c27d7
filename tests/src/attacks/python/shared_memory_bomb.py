import mmap
from probe import attempt


def fill():
    kept = []
    while len(kept) < 100:
        kept.append(mmap.mmap(-1, 16 << 20))
        for position in range(0, 16 << 20, 4096):
            kept[-1][position] = 1
    return "%d MiB" % (16 * len(kept))


def execute(given):
    return {"memory": attempt(fill)}
