"""Speaks a session's protocol with the runner under bubblewrap, as the host does. For tests only."""
import array
import fcntl
import json
import os
import shutil
import socket
import struct
import subprocess
import tempfile
import time
from pathlib import Path

from harness import high, install, message, sandbox, split, start

SCRATCH = ("plugin", "tmp", "shm")
PATIENCE = 60
# Of the kernel; old Pythons have no names for them.
ADD_SEALS, GET_SEALS = 1033, 1034


def fds(packet):
    """The descriptors of received ancillary data."""
    found = array.array("i")
    for _, _, held in packet:
        found.frombytes(held[:len(held) - len(held) % 4])
    return list(found)


def receive(sock):
    """One packet and its descriptors."""
    sock.settimeout(PATIENCE)
    packet, more, _, _ = sock.recvmsg(1 << 16, socket.CMSG_SPACE(16))
    return packet, fds(more)


def memory_file(content):
    """A sealed file in memory."""
    file = os.memfd_create("request", os.MFD_ALLOW_SEALING | os.MFD_CLOEXEC)
    with os.fdopen(os.dup(file), "wb") as out:
        out.write(content)
    fcntl.fcntl(file, ADD_SEALS, 0xF)
    return file


class Reply:
    """What one execution sent: events, header, body, output, and its end."""

    def __init__(self, raw, packets):
        self.raw, self.packets = raw, packets
        self.events, self.header, self.body = split(raw)

    @property
    def data(self):
        """The data of a success."""
        assert self.header is not None, self.err
        assert self.header["status"] == "success", (self.header["error"], self.out, self.err)
        return self.header["data"]

    @property
    def error(self):
        """The error of a failure."""
        assert self.header["status"] != "success", self.header
        return self.header["error"]


class Session:
    """A zygote under bubblewrap, and its one child at a time."""

    def __init__(self, files, entry_point="plugin.py", language="python", interpreter=None, folders=(),
                 seed=None, load=True, library_paths=(), limits=None):
        self.language, self.entry_point = language, entry_point
        self.library_paths = list(library_paths)
        self.limits = limits or {"output": 1 << 26, "cpu_seconds": 100}
        self.root = Path(tempfile.mkdtemp())
        for name in ("release", "runner", *SCRATCH):
            (self.root / name).mkdir()
        install(self.root / "runner")
        for name, text in files.items():
            path = self.root / "release" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text) if isinstance(text, str) else path.write_bytes(text)
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.control, self.channel = ours, None
        self._start(theirs, interpreter, folders)
        if load:
            self.loaded = self.load(seed)

    def _start(self, theirs, interpreter, folders):
        command = sandbox(self.root, folders)
        position = command.index("--tmpfs")
        command[position:position + 2] = ["--bind", str(self.root / "tmp"), "/tmp"]
        command += ["--as-pid-1", "--bind", str(self.root / "shm"), "/dev/shm", *start(self.language, interpreter), *self._argument()]
        number = high(theirs.detach())
        script = "exec 3<&%d %d<&-; exec \"$@\"" % (number, number)
        with open(self.root / "out", "wb") as out, open(self.root / "err", "wb") as err:
            self.process = subprocess.Popen(
                ["bash", "-c", script, "run", *command], pass_fds=(number,),
                stdin=subprocess.DEVNULL, stdout=out, stderr=err,
            )
        os.close(number)

    def _argument(self):
        return ["--args", "session"] if self.language == "r" else ["session"]

    def load(self, seed=None):
        """Loads the plugin and answers what the zygote said."""
        self.send(b"L", memory_file(message({
            "kind": "load", "language": self.language, "entry_point": self.entry_point,
            "library_paths": self.library_paths, "limits": self.limits,
            "seed": seed or {"value": 1, "given": False},
        })))
        packet, _ = receive(self.control)
        assert packet[:1] == b"R", (packet, self.printed())
        return json.loads(packet[1:])

    def send(self, packet, *descriptors):
        """Sends a packet to the zygote; the descriptors are closed here."""
        self.control.sendmsg([packet], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", descriptors))])
        for descriptor in descriptors:
            os.close(descriptor)

    def fork(self, tables=False):
        """Has a child made and waits until it is ready."""
        for name in SCRATCH:
            for entry in os.scandir(self.root / name):
                if entry.is_dir(follow_symlinks=False):
                    shutil.rmtree(entry.path)
                else:
                    os.unlink(entry.path)
        if self.channel:
            self.channel.close()
        self.channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.send(b"F" + bytes([int(tables)]), theirs.detach())
        packet, _ = receive(self.channel)
        assert packet == b"W", (packet, self.printed())

    def start_execution(self, data=None, tables=(), body=b"", seed=None, **header):
        """Hands an execution to the waiting child; answers the reply pipe's end."""
        whole = {
            "kind": "execute", "language": self.language, "entry_point": self.entry_point,
            "extension_point": "analysis", "parameters": {}, "metadata": {}, "input": data,
            "context": {"plugin_id": "p", "execution_id": "e", "config": {"level": 3}, "permissions": []},
            "library_paths": self.library_paths, "tables": list(tables), "limits": self.limits,
            "seed": seed or {"value": 1, "given": False}, **header,
        }
        reader, writer = os.pipe()
        self.streams = [os.open(str(self.root / name), os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND)
                        for name in ("execution_out", "execution_err")]
        given = [memory_file(message(whole, body)), writer, *self.streams]
        self.sent = time.perf_counter()
        self.channel.sendmsg([b"E"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", given))])
        for descriptor in given:
            os.close(descriptor)
        return reader

    def end(self):
        """Ends the execution: status, microseconds and KiB."""
        self.control.send(b"K")
        packet, _ = receive(self.control)
        assert packet[:1] == b"D" and len(packet) == 21, packet
        return struct.unpack("=iQQ", packet[1:])

    def run(self, data=None, tables=(), body=b"", **header):
        """One whole execution."""
        self.fork(bool(tables))
        reader = self.start_execution(data, tables, body, **header)
        raw, packets = self.collect(reader)
        reply = Reply(raw, packets)
        reply.end = self.end()
        reply.out = (self.root / "execution_out").read_text(errors="replace")
        reply.err = (self.root / "execution_err").read_text(errors="replace")
        return reply

    def collect(self, reader):
        """All bytes of the reply's pipe and of the files that came over the channel."""
        with os.fdopen(reader, "rb") as pipe:
            raw = b""
            while not complete(raw):
                part = os.read(pipe.fileno(), 1 << 16)
                if not part:
                    break
                raw += part
        packets = []
        if not complete(raw):
            packet, received = receive(self.channel)
            packets.append(packet)
            for descriptor in received:
                with os.fdopen(descriptor, "rb") as file:
                    file.seek(0)
                    raw += file.read()
                    self.seals = fcntl.fcntl(file.fileno(), GET_SEALS)
        return raw, packets

    def printed(self):
        """What the zygote printed, both streams."""
        return (self.root / "out").read_text() + (self.root / "err").read_text()

    def close(self):
        """Ends the zygote and answers its status."""
        self.control.close()
        if self.channel:
            self.channel.close()
        status = self.process.wait(PATIENCE)
        shutil.rmtree(self.root, ignore_errors=True)
        return status

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def complete(raw):
    """Whether the bytes end with a whole reply."""
    while len(raw) >= 32:
        kind, header, body = struct.unpack("<IQQ", raw[12:32])
        length = 32 + header + -(32 + header) % 64 + body
        if not kind:
            return len(raw) >= length
        raw = raw[length:]
    return False
