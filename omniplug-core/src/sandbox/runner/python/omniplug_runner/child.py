"""The fork of a session's process that runs one execution."""
import os

import _socket

from . import events, files, run, wire

# What a call, a conversion or a traceback needs, so that no child has to import it.
MODULES = (
    "array", "atexit", "datetime", "encodings.utf_8_sig", "fcntl", "linecache", "mmap", "stat", "traceback",
)
OWN = ("calling", "columns", "results", "script", "tables", "values")


class Start:
    """What the session's process hands to each child: the plan, what loading left, the protection."""

    def __init__(self, plan, kept, protection):
        self.plan = plan
        self.kept = kept
        self.protection = protection


def preload():
    """Imports what the common path needs."""
    from importlib import import_module

    for name in OWN:
        import_module("omniplug_runner." + name)
    for name in MODULES:
        # A plugin's own module of that name is the plugin's to import.
        if not os.path.lexists("%s/%s.py" % (files.PLUGIN, name)):
            import_module(name)


def preload_tables():
    """Imports what tables are given to plugins in, as far as the environment has it."""
    for name in ("pandas", "numpy"):
        try:
            return __import__(name)
        except ImportError:
            continue
    return None


def main(start, control, channel, tables):
    """Locks itself up, warms up, waits for its execution on the channel and runs it. Does not return."""
    try:
        channel = _socket.socket(fileno=channel)
        start.protection.apply()
        control.close()
        start.protection.unblock()
        files.link_release()
        start.kept.restore()
        warm_up(tables)
        channel.send(b"W")
        packet, descriptors = wire.receive(channel)
        if packet[:1] == b"E":
            request, reply, output, errors = descriptors
            os.dup2(output, 1)
            os.dup2(errors, 2)
            os.close(output)
            os.close(errors)
            run.execute(lambda: (*wire.read_request(request), start.plan), reply, channel)
        os._exit(0)
    finally:
        os._exit(1)


def warm_up(tables):
    """Runs the common path once, so that its memory is this process's own before the execution begins."""
