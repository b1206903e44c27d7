import os
from probe import attempt, call


def watch():
    descriptor = call("inotify_init1", 0)
    from probe import LIBC
    if LIBC.inotify_add_watch(descriptor, b"/usr/bin", 0x20 | 0x1) < 0:
        raise OSError("no watch")
    return "sees which programs the host runs"


def execute(given):
    return {"watch": attempt(watch)}
