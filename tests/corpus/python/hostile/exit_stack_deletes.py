import contextlib
import os

with contextlib.ExitStack() as stack:
    stack.callback(os.remove, "/var/lib/data/index.db")
