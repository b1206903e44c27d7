"""What a plugin tells while it runs: messages of their own on the reply's pipe, before the reply.

What it tells while its file is loaded waits until the execution begins. Processes that the plugin forks may
tell too, in messages so small that the pipe takes each at once.
"""
import _thread
import os
import time

from . import wire
from .errors import PluginError, shorten

# Progress is told at most so often, in seconds; the last one always.
SPACING = 0.02
# What a pipe takes at once (`PIPE_BUF`).
SMALLEST_WHOLE = 4096
LONGEST_PROGRESS = 300
LONGEST_WARNING = 2000

# Whether this process is a runner at all; then `omniplug_sdk` tells its events here.
inside = False


class Pipe:
    """The way out, one for a process and those that it forks."""

    def __init__(self, watching=False):
        self.lock = _thread.RLock()
        self.descriptor = None
        self.waiting = []  # messages of the time before the execution
        self.held = None  # progress that came too soon after another
        self.told = 0.0
        self.closed = False
        self.watching = watching  # whether it is told of processes that are forked
        self.worker = False  # a process that the plugin forked
        self.turn = None  # a file whose lock tells who writes; only once something was forked


_pipe = Pipe()


def exchange(pipe):
    """Puts another way out in the place of the present one, which it answers."""
    global _pipe
    before, _pipe = _pipe, pipe
    return before


def begin(descriptor):
    """Sends what loading told; from here on events go to the descriptor."""
    with _pipe.lock:
        if _pipe.descriptor is not None:
            return
        _pipe.descriptor = descriptor
        waiting, _pipe.waiting = _pipe.waiting, []
        for message in waiting:
            wire.write_all(descriptor, message)
    prepare()


def prepare():
    """Looks out for processes that the plugin forks."""
    if not _pipe.watching:
        _pipe.watching = True
        os.register_at_fork(before=_before_fork, after_in_parent=_after_fork, after_in_child=_in_worker)


def end(descriptor):
    """Sends what waits; after that nothing more is sent, and the pipe is this process's alone."""
    begin(descriptor)
    with _pipe.lock:
        _let_go()
        _pipe.closed = True
        if not _pipe.worker:
            _take_turn()


def progress(fraction, message):
    """Tells how far the plugin is; what comes too soon after another waits, the last is sent in any case."""
    with _pipe.lock:
        _pipe.held = (fraction, message)
        now = time.monotonic()
        if fraction >= 1.0 or now - _pipe.told >= SPACING:
            _pipe.told = now
            _let_go()


def warning(text):
    """Tells a warning."""
    with _pipe.lock:
        _let_go()
        longest = LONGEST_PROGRESS if _pipe.worker else LONGEST_WARNING
        _send({"event": "warning", "message": shorten(text, longest)})


def partial(data):
    """Tells a result so far, as it is at this moment."""
    from .results import Converter

    body = wire.Body()
    converter = Converter(body)
    header = {"event": "partial", "data": converter.convert(data, "data"), "tables": converter.tables}
    with _pipe.lock:
        _let_go()
        _send(header, body)


def _let_go():
    if _pipe.held is not None:
        (fraction, message), _pipe.held = _pipe.held, None
        _send({"event": "progress", "fraction": fraction, "message": shorten(message, LONGEST_PROGRESS)})


def _send(header, body=None):
    if _pipe.closed:
        return
    text = wire.to_json(header).encode("utf-8", "replace")
    parts = body.parts if body else []
    message = [wire.head(text, body.length if body else 0, wire.EVENT), *parts]
    if _pipe.descriptor is None:
        _pipe.waiting.append([bytes(part) for part in message])
        return
    length = sum(map(len, message))
    if not _pipe.worker:
        _in_turn(message if length > SMALLEST_WHOLE else [b"".join(message)])
    elif length <= SMALLEST_WHOLE:
        _in_turn([b"".join(message)])
    else:
        raise PluginError(
            "InvalidResult",
            "a partial result of a forked process has %d bytes, at most %d pass; send it from the plugin's own process"
            % (length, SMALLEST_WHOLE),
        )


def _in_turn(message):
    if _pipe.turn is None:
        wire.write_all(_pipe.descriptor, message)
        return
    _take_turn()
    try:
        wire.write_all(_pipe.descriptor, message)
    finally:
        _lock(UNLOCK)


def _take_turn():
    if _pipe.turn is not None:
        _lock(LOCK)


LOCK, UNLOCK = 2, 8  # `fcntl.LOCK_EX`, `fcntl.LOCK_UN`


def _lock(operation):
    import fcntl

    # Of the kind that ends with the process that holds it.
    fcntl.lockf(_pipe.turn, operation)


def _before_fork():
    _pipe.lock.acquire()
    if _pipe.turn is None:
        try:
            _pipe.turn = os.open("/tmp", os.O_TMPFILE | os.O_RDWR | os.O_CLOEXEC, 0o600)
        except OSError:
            # Then the workers stay silent, rather than write into another's message.
            return


def _after_fork():
    _pipe.lock.release()


def _in_worker():
    _pipe.lock = _thread.RLock()
    _pipe.held = None
    _pipe.worker = True
    _pipe.closed = _pipe.closed or _pipe.turn is None
