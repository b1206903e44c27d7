"""Drives a warm session of the R runner as a host does. For tests only."""
import json
import mmap
import os
import select
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "python"))

from harness import high, install, message, sandbox, start  # noqa: E402

SCRATCH = {"tmp": "/tmp", "shm": "/dev/shm", "plugin": "/plugin"}
TIMEOUT_SECONDS = 60


def pair():
    """Two connected sockets that keep packets apart."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    ours.settimeout(TIMEOUT_SECONDS)
    return ours, theirs


def memory_file(content):
    """A descriptor of a memory file."""
    file = os.memfd_create("request")
    with os.fdopen(os.dup(file), "wb") as writer:
        writer.write(content)
    return file


def messages(content):
    """Kind, header and body of each message."""
    found = []
    while content:
        magic, version, kind, header, body = struct.unpack("<8sIIQQ", content[:32])
        assert (magic, version) == (b"OMNIPLUG", 1), content[:32]
        at = 32 + header + -(32 + header) % 64
        assert len(content) >= at + body, "a message ends too early"
        found.append((kind, json.loads(content[32:32 + header]), content[at:at + body]))
        content = content[at + body:]
    return found


class Reply:
    """What an execution sent."""

    def __init__(self, content, by_file):
        self.by_file = by_file
        *events, last = messages(content) if content else [(0, None, b"")]
        assert last[0] == 0 and all(kind == 1 for kind, _, _ in events), "an event comes last"
        self.events, self.header, self.body = [event for _, event, _ in events], last[1], last[2]

    @property
    def data(self):
        """The data of a success."""
        assert self.header["status"] == "success", self.header["error"]
        return self.header["data"]


class Session:
    """One zygote with what it answered to its load."""

    def __init__(self, files, entry_point="plugin.R", cpu_seconds=60, seed=None):
        self.channel = None
        self.folder = tempfile.TemporaryDirectory()
        self.root = Path(self.folder.name)
        for name in ("release", "runner", *SCRATCH):
            (self.root / name).mkdir()
        install(self.root / "runner")
        for name, text in files.items():
            (self.root / "release" / name).write_text(text)
        self.control, theirs = pair()
        descriptor = high(os.dup(theirs.fileno()))
        theirs.close()
        script = "exec 3<&%d %d<&-; exec \"$@\"" % (descriptor, descriptor)
        with open(self.root / "out", "wb") as out, open(self.root / "err", "wb") as err:
            self.process = subprocess.Popen(
                ["bash", "-c", script, "run", *self.command()], pass_fds=(descriptor,), stdin=subprocess.DEVNULL,
                stdout=out, stderr=err)
        os.close(descriptor)
        file = memory_file(message({
            "kind": "load", "language": "r", "entry_point": entry_point, "library_paths": [],
            "limits": {"output": 1 << 26, "cpu_seconds": cpu_seconds}, "seed": seed or {"value": 7, "given": False}}))
        socket.send_fds(self.control, [b"L"], [file])
        os.close(file)
        answer = self.control.recv(1 << 16)
        assert answer[:1] == b"R", (answer, (self.root / "err").read_text())
        self.loaded = json.loads(answer[1:])

    def command(self):
        """The sandbox's command line, whose first process is the zygote and whose scratch folders are in reach."""
        words = sandbox(self.root, [])
        words.insert(words.index("--unshare-pid"), "--as-pid-1")
        at = words.index("--setenv")
        for name, inside in SCRATCH.items():
            words[at:at] = ["--bind", str(self.root / name), inside]
        return [*words, *start("r", None), "--args", "session"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.control.close()
        if self.channel:
            self.channel.close()
        self.process.wait(TIMEOUT_SECONDS)
        self.folder.cleanup()

    def run(self, data=None, tables=(), body=b"", **header):
        """Forks, runs and ends one execution."""
        self.fork()
        reply = self.execute(data, tables, body, **header)
        self.end()
        return reply

    def fork(self):
        """Empties the scratch folders and has a spare process made."""
        for name in SCRATCH:
            for path in (self.root / name).iterdir():
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        if self.channel:
            self.channel.close()
        self.channel, theirs = pair()
        socket.send_fds(self.control, [b"F\0"], [theirs.fileno()])
        theirs.close()
        answer = self.channel.recv(16)
        assert answer == b"W", (answer, (self.root / "err").read_text())

    def execute(self, data=None, tables=(), body=b"", **header):
        """Runs an execution in the spare process."""
        whole = {
            "kind": "execute", "language": "r", "entry_point": "plugin.R", "extension_point": "analysis",
            "parameters": {}, "metadata": {}, "input": data, "context": {"config": {}}, "library_paths": [],
            "tables": list(tables), "limits": {"output": 1 << 26}, "seed": {"value": 11, "given": False}, **header}
        request = memory_file(message(whole, body))
        reader, writer = os.pipe()
        with open(self.root / "run.out", "wb") as out, open(self.root / "run.err", "wb") as err:
            socket.send_fds(self.channel, [b"E"], [request, writer, out.fileno(), err.fileno()])
        os.close(request)
        os.close(writer)
        with os.fdopen(reader, "rb", 0) as pipe:
            return self.receive(pipe)

    def receive(self, pipe):
        """Reads events and reply, which may come as a memory file."""
        content, watched = b"", [pipe, self.channel]
        while True:
            ready = select.select(watched, [], [], TIMEOUT_SECONDS)[0]
            assert ready, "no answer"
            if self.channel in ready:
                kind, files, _, _ = socket.recv_fds(self.channel, 16, 4)
                if kind == b"M":
                    # Events that were sent before it may still be in the pipe, which ends with the process.
                    return Reply(content + pipe.read() + self.sealed(files[0]), True)
                watched.remove(self.channel)
            elif pipe in ready:
                part = pipe.read(1 << 20)
                if not part:
                    break
                content += part
        self.out, self.err = ((self.root / name).read_text() for name in ("run.out", "run.err"))
        return Reply(content, False)

    @staticmethod
    def sealed(file):
        """The content of a file that nobody can change."""
        import fcntl
        assert fcntl.fcntl(file, 1034) == 15, "the file is not sealed"
        with mmap.mmap(file, 0, prot=mmap.PROT_READ) as content:
            os.close(file)
            return content[:]

    def end(self):
        """Ends the execution: its wait status, microseconds of work and kibibytes of memory."""
        self.control.send(b"K")
        answer = self.control.recv(64)
        assert answer[:1] == b"D" and len(answer) == 21, answer
        self.channel.close()
        self.out, self.err = ((self.root / name).read_text() for name in ("run.out", "run.err"))
        return struct.unpack("=iQQ", answer[1:])
