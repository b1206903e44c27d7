"""The message between host and runner: a JSON header and flat buffers, little endian.

    b"OMNIPLUG" | u32 version | u32 reserved | u64 header length | u64 body length | header | padding | body

The body starts at a multiple of 64 bytes and so does each of its buffers.
"""
import os
import sys

try:
    # The `json` package itself costs a fifth of the start.
    from _json import encode_basestring, make_encoder, make_scanner
except ImportError:
    make_scanner = None

MAGIC = b"OMNIPLUG"
VERSION = 1
FIXED = 32
# So much of a request is read at once: most are shorter.
FIRST_READ = 448
ALIGNMENT = 64
REPLY, EVENT = 0, 1
# A reply with a body of this size goes as a file where it can.
LARGE = 1 << 20
MOST_BUFFERS = 1024
# The host sends a letter and at most a byte behind it.
LONGEST_PACKET = 8
# For the descriptors of a packet, at most four, and what the kernel puts around them.
ROOM = 48
# Of the kernel: no shrinking, growing, writing, nor other seals.
ADD_SEALS = 1033
SEALS = 0x1 | 0x2 | 0x4 | 0x8
# Of the kernel too, so that the `socket` package need not be imported.
_SOL_SOCKET, _SCM_RIGHTS, _MSG_CMSG_CLOEXEC = 1, 1, 0x40000000
_MSG_PEEK, _MSG_DONTWAIT = 0x2, 0x40
# In seconds: so long a process whose reply is sent waits to be ended.
MOMENT = 0.1
CONSTANTS = {"NaN": float("nan"), "Infinity": float("inf"), "-Infinity": float("-inf")}


class _Grammar:
    """What the C scanner of the `json` package asks for."""

    strict = True
    object_hook = None
    object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = CONSTANTS.__getitem__
    memo = {}


if make_scanner is not None:
    _scan = make_scanner(_Grammar)
    _encode = make_encoder(None, None, encode_basestring, None, ":", ",", False, False, False)


def parse_json(text):
    """The value of a JSON text; ValueError where it is not one. NaN and infinities are accepted."""
    if make_scanner is None:
        import json

        return json.loads(text)
    text = text.strip(" \t\r\n")
    try:
        value, end = _scan(text, 0)
    except StopIteration as stop:
        raise ValueError("a value is missing at character %s" % stop.value) from None
    if end != len(text):
        raise ValueError("there is more text after the value, at character %d" % end)
    return value


def to_json(value):
    """The JSON text of a value made of dict (str keys), list, str, int, finite float, bool and None."""
    if make_scanner is None:
        import json

        return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return "".join(_encode(value, 0))


def read_request(descriptor):
    """Reads the request from a descriptor: its header and its body (None when it has none).

    The body is a private copy-on-write mapping, so that columns are used in place and can be written to.
    """
    start = os.pread(descriptor, FIRST_READ, 0)
    if len(start) < FIXED or start[:8] != MAGIC:
        raise ValueError("the request is not an omniplug message")
    version = int.from_bytes(start[8:12], "little")
    if version != VERSION:
        raise ValueError("the request has version %d, this runner reads %d" % (version, VERSION))
    header_length = int.from_bytes(start[16:24], "little")
    body_length = int.from_bytes(start[24:32], "little")
    header = start[FIXED:FIXED + header_length]
    while len(header) < header_length:
        part = os.pread(descriptor, header_length - len(header), FIXED + len(header))
        if not part:
            raise ValueError("the request ends in its header")
        header += part
    body = None
    if body_length:
        import mmap

        begin = _aligned(FIXED + header_length)
        mapped = mmap.mmap(descriptor, begin + body_length, access=mmap.ACCESS_COPY)
        body = memoryview(mapped)[begin:]
    return parse_json(header.decode("utf-8")), body


def head(header, body_length, kind=REPLY):
    """A message up to its body. The header is UTF-8 bytes."""
    return b"".join((
        MAGIC,
        VERSION.to_bytes(4, "little"),
        kind.to_bytes(4, "little"),
        len(header).to_bytes(8, "little"),
        body_length.to_bytes(8, "little"),
        header,
        bytes(-(FIXED + len(header)) % ALIGNMENT),
    ))


def send_reply(descriptor, header, body, channel=None):
    """Sends a reply; with a channel (a socket), a large one as a sealed file in memory over it."""
    parts = [head(header, body.length), *body.parts]
    if channel is not None and body.length >= LARGE:
        file = _sealed(parts)
        if file is not None:
            return send(channel, b"M", file)
    write_all(descriptor, parts)


def _sealed(parts):
    """A sealed file in memory with the parts; None where the system refuses to make one."""
    import fcntl

    try:
        file = os.memfd_create("reply", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    except (AttributeError, OSError):
        return None
    write_all(file, parts)
    fcntl.fcntl(file, ADD_SEALS, SEALS)
    return file


def write_all(descriptor, parts):
    """Writes buffers of bytes one behind the other, many with each call."""
    waiting = [memoryview(part) for part in parts]
    first = 0
    while first < len(waiting):
        written = os.writev(descriptor, waiting[first:first + MOST_BUFFERS])
        while first < len(waiting) and written >= len(waiting[first]):
            written -= len(waiting[first])
            first += 1
        if written:
            waiting[first] = waiting[first][written:]


def send(channel, packet, *descriptors):
    """Sends one packet over a socket, with descriptors."""
    held = b"".join(number.to_bytes(4, sys.byteorder) for number in descriptors)
    channel.sendmsg([packet], [(_SOL_SOCKET, _SCM_RIGHTS, held)] if held else [])


def receive(channel):
    """The next packet of a socket and its descriptors; an empty packet at the end."""
    packet, more, _, _ = channel.recvmsg(LONGEST_PACKET, ROOM, _MSG_CMSG_CLOEXEC)
    descriptors = []
    for level, kind, held in more:
        if (level, kind) == (_SOL_SOCKET, _SCM_RIGHTS):
            whole = held[:len(held) - len(held) % 4]
            descriptors += memoryview(whole).cast("i").tolist()
    return packet, descriptors


def has_packet(channel):
    """Whether the next packet of a socket, or its end, is there already."""
    try:
        channel.recv(1, _MSG_PEEK | _MSG_DONTWAIT)
    except BlockingIOError:
        return False
    return True


def await_end(channel):
    """Waits a moment for the host to end this process: it reads a reply sooner while this one is not ending itself."""
    channel.settimeout(MOMENT)
    try:
        channel.recv(1)
    except OSError:
        return


class Body:
    """Gathers a reply's buffers, each at a multiple of 64 bytes."""

    def __init__(self):
        self.parts = []
        self.length = 0

    def add(self, data):
        """Adds one buffer and answers its place: `[offset, length]`."""
        view = memoryview(data)
        if view.format != "B" or view.ndim != 1:
            view = view.cast("B") if view.nbytes else memoryview(b"")
        place = [self.length, len(view)]
        padding = bytes(-len(view) % ALIGNMENT)
        self.parts.append(view)
        if padding:
            self.parts.append(padding)
        self.length += len(view) + len(padding)
        return place


def _aligned(position):
    return -(-position // ALIGNMENT) * ALIGNMENT
