import contextlib
import os

with contextlib.nullcontext(os.system) as run:
    run("id")
