"""An execution without a plugin, in a process that goes on afterwards.

In the session's process it lets the interpreter adapt its code to what every fork does; in a fork that waits for its
request it makes the memory that an execution needs the fork's own.
"""
import os

import _socket

from . import child, events, leftovers, lockdown, run, wire

EXAMPLE = (
    b'{"input":[1,2.5,"text",null,{"key":true}],"parameters":{"key":1},"metadata":{},"context":{},'
    b'"seed":{"value":1,"given":false},"tables":[],"limits":{}}'
)


def execute(protection):
    """Does all that a fork does, from its start to its reply, but that it neither locks itself up nor ends."""
    kept = events.exchange(events.Pipe(watching=True))
    try:
        host, inside = _socket.socketpair(_socket.AF_UNIX, _socket.SOCK_SEQPACKET)
        _send_example(host)
        control = _socket.socket(_socket.AF_UNIX, _socket.SOCK_SEQPACKET)
        start = child.Start(_Echo, leftovers.Kept([], [], [], os.getcwd()), lockdown.idle(protection))
        prepare, reply, channel = child.wait(start, control, inside.detach())
        host.close()
        message, body = run.compose(prepare)
        run.deliver(message, body, reply, channel)
        channel.close()
    finally:
        events.exchange(kept)


def _send_example(host):
    request = os.open("/tmp", os.O_TMPFILE | os.O_RDWR | os.O_CLOEXEC, 0o600)
    wire.write_all(request, [wire.head(EXAMPLE, 0)])
    given = [request, os.open("/dev/null", os.O_WRONLY | os.O_CLOEXEC), 1, 2]
    wire.send(host, b"E", *given)
    for descriptor in given[:2]:
        os.close(descriptor)


class _Echo:
    """The plan of a plugin that answers what it is asked."""

    script = None

    @staticmethod
    def target(input_data, key=1):
        """The input's data."""
        return {"data": input_data.data, "logs": []}
