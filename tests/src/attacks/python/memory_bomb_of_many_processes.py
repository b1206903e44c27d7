import os
import signal


def execute(given):
    for _ in range(30):
        if os.fork() == 0:
            kept = bytearray(b"x") * (40 << 20)
            signal.pause()
    raise RuntimeError("a child ended: %r, %d" % (os.wait(), len(kept) if "kept" in locals() else 0))
