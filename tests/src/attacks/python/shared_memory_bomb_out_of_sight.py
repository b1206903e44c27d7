import mmap
import os
from probe import attempt


def fill(descriptor):
    """Pages that no process has in its tables, but that the mapping keeps."""
    kept = []
    while len(kept) < 100:
        kept.append(mmap.mmap(descriptor, 16 << 20, mmap.MAP_SHARED, mmap.PROT_READ))
        for position in range(0, 16 << 20, 4096):
            kept[-1][position]
        kept[-1].madvise(mmap.MADV_DONTNEED)
    return "%d MiB" % (16 * len(kept))


def execute(given):
    return {"device": attempt(lambda: fill(os.open("/dev/zero", os.O_RDONLY))), "anonymous": attempt(fill, -1)}
