import socket
from probe import attempt


def execute(given):
    found = {}
    # Even a pair that a family refuses is made first, and the kernel loads the family's module for it.
    for family in [f for f in range(2, 46)]:
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET):
            for name, make in (("socket", socket.socket), ("pair", socket.socketpair)):
                answer = attempt(make, family, kind)
                refused = answer.startswith("denied: [Errno 1]")
                if not refused:
                    found["%s %d %d" % (name, family, kind)] = answer.replace("denied", "reached the kernel")
    return found or {"families": "denied"}
