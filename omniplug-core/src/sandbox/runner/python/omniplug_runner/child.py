"""The fork of a session's process that runs one execution."""
import os
import sys

import _socket

from . import events, files, loading, randomness, rehearsal, run, wire

# What a call, a conversion or a traceback needs, so that no child has to import it.
MODULES = (
    "array", "atexit", "datetime", "encodings.utf_8_sig", "fcntl", "linecache", "mmap", "stat", "traceback",
)
OWN = ("calling", "columns", "results", "script", "tables", "values")

EXAMPLE = (
    b'{"input":[1,2.5,"text",null,{"key":true}],"parameters":{"key":1},"metadata":{},"context":{},'
    b'"seed":{"value":1,"given":false},"tables":[],"limits":{}}'
)

REHEARSALS = 10


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


def rehearse():
    """Runs the common path in the session's process until the interpreter has adapted its code to it."""
    for _ in range(REHEARSALS):
        for step in (_answer, *rehearsal.steps()):
            step()


def wait(start, control, channel):
    """Locks this process up and waits on the channel, warming up meanwhile; answers what `run.execute` takes.

    Ends the process where there is nothing to run.
    """
    channel = _socket.socket(fileno=channel)
    start.protection.apply()
    control.close()
    start.protection.unblock()
    files.link_release()
    start.kept.restore()
    channel.send(b"W")
    warm_up(channel)
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
    randomness.begin(header.get("seed"))
    randomness.renew()
    events.begin(reply)
    return header, body, plan


def warm_up(channel):
    """Makes the memory of the common path this process's own, step by step until there is a request.

    A session whose requests come one upon the other spends no time on it. It is the code of the runner and of known
    libraries, with made-up data; the plugin's is not called.
    """
    for step in (_exchange, events.prepare, _answer, *rehearsal.steps()):
        if wire.has_packet(channel):
            return
        step()


def _exchange():
    ours, theirs = _socket.socketpair(_socket.AF_UNIX, _socket.SOCK_SEQPACKET)
    null = os.open("/dev/null", os.O_RDWR)
    wire.send(ours, b"E", null, null, null, null)
    _, descriptors = wire.receive(theirs)
    for descriptor in [null, *descriptors]:
        os.close(descriptor)
    ours.close()
    theirs.close()


def _answer():
    message, body = run.compose(_example)
    null = os.open("/dev/null", os.O_WRONLY)
    wire.send_reply(null, message, body)
    os.close(null)


def _example():
    file = os.open("/tmp", os.O_TMPFILE | os.O_RDWR | os.O_CLOEXEC, 0o600)
    wire.write_all(file, [wire.head(EXAMPLE, 0)])
    header, _ = wire.read_request(file)
    os.close(file)
    randomness.begin(header["seed"])
    return header, None, _Echo


class _Echo:
    """The plan of a plugin that answers what it is asked."""

    script = None

    @staticmethod
    def target(input_data, key=1):
        """The input's data."""
        return {"data": input_data.data, "logs": []}
