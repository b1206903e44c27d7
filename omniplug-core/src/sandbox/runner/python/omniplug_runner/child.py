"""The fork of a session's process that runs one execution."""
import os
import sys

import _socket

from . import dry_run, events, loading, randomness, rehearsal, wire

# What a call, a conversion or a traceback needs, so that no child has to import it.
MODULES = (
    "array", "atexit", "datetime", "encodings.utf_8_sig", "fcntl", "linecache", "mmap", "stat", "traceback",
)
OWN = ("columns", "script", "tables")

REHEARSALS = 10
# In seconds: a request that comes so soon is one of many, and the processors have no time to spare.
SOON = 0.001


class Start:
    """What the session's process hands to each child: the plan, what loading left, the protection."""

    def __init__(self, plan, kept, protection):
        self.plan = plan
        self.kept = kept
        self.protection = protection


def preload():
    """Imports what the common path needs, except what the plugin has a module of its own for."""
    for name in OWN:
        __import__("omniplug_runner." + name)
    for name in MODULES:
        if not loading.is_own(name):
            __import__(name)


def preload_tables():
    """Imports what tables are given to plugins in, as far as the environment has it."""
    for name in ("pandas", "numpy"):
        try:
            return None if loading.is_own(name) else __import__(name)
        except ImportError:
            continue
        except Exception:
            return None  # the execution meets the same error, and tells it
    return None


def rehearse(protection):
    """Runs the common path in the session's process until the interpreter has adapted its code to it."""
    for _ in range(REHEARSALS):
        dry_run.execute(protection)
        for step in rehearsal.steps():
            step()


def wait(start, control, channel):
    """Locks this process up and waits on the channel, warming up meanwhile; answers what `run.execute` takes.

    Ends the process where there is nothing to run.
    """
    channel = _socket.socket(_socket.AF_UNIX, _socket.SOCK_SEQPACKET, 0, channel)
    start.protection.apply()
    control.close()
    start.kept.restore()
    channel.send(b"W")
    channel.settimeout(SOON)
    try:
        packet, descriptors = wire.receive(channel)
    except _socket.timeout:
        channel.settimeout(None)
        warm_up(channel, start.protection)
        packet, descriptors = wire.receive(channel)
    if packet[:1] != b"E":
        os._exit(0)
    request, reply, output, errors = descriptors
    os.dup2(output, 1)
    os.dup2(errors, 2)
    os.close(output)
    os.close(errors)
    return lambda: _prepare(request, reply, start.plan), reply, channel


def _prepare(request, reply, plan):
    header, body = wire.read_request(request)
    os.close(request)
    randomness.begin_loaded(header["seed"])
    events.begin(reply)
    return header, body, plan


def warm_up(channel, protection):
    """Makes the memory of the common path this process's own, step by step until there is a request.

    A session whose requests come one upon the other spends no time on it. It is the code of the runner and of known
    libraries, with made-up data; the plugin's is not called.
    """
    for step in (lambda: dry_run.execute(protection), events.prepare, *rehearsal.steps()):
        if wire.has_packet(channel):
            return
        step()
