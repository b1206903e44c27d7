"""Runs the runner under bubblewrap as a sandbox would, and reads its reply. For tests only."""
import atexit
import fcntl
import functools
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

RUNNER = Path(__file__).resolve().parents[3] / "omniplug-core/src/sandbox/runner"


def available():
    """Whether runs are possible here at all."""
    if not shutil.which("bwrap"):
        return False
    probe = ["bwrap", "--ro-bind", "/", "/", "--unshare-user", "true"]
    return subprocess.run(probe, capture_output=True).returncode == 0


def install(folder):
    """Puts the runner's files together as the host installs them."""
    folder = Path(folder)
    shutil.copytree(RUNNER / "python", folder, dirs_exist_ok=True,
                    ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "sdk").mkdir()
    (folder / "omniplug_sdk").rename(folder / "sdk" / "omniplug_sdk")
    for file in (RUNNER / "r").glob("*.R"):
        target = folder / "r" if file.name != "main.R" else folder
        target.mkdir(exist_ok=True)
        shutil.copy(file, target)
    shutil.copytree(RUNNER / "r" / "sdk", folder / "r" / "sdk", dirs_exist_ok=True)
    shutil.copy(helper(), folder / "r" / "omniplug.so")
    return folder


@functools.lru_cache(maxsize=None)
def helper():
    """The native helper of the R runner, built as `build.rs` builds it."""
    built = Path(tempfile.mkdtemp(prefix="omniplug-helper-")) / "omniplug.so"
    atexit.register(shutil.rmtree, built.parent)
    sources = sorted(map(str, (RUNNER / "r" / "native").glob("*.c")))
    flags = ["-O2", "-std=c11", "-fPIC", "-shared", "-nostdlib", "-fno-stack-protector", "-fvisibility=hidden"]
    subprocess.run(["cc", *flags, "-Wall", "-Wextra", "-Werror", *sources, "-o", str(built)], check=True)
    return built


def message(header, body=b""):
    """A message's bytes."""
    text = json.dumps(header).encode()
    padding = -(32 + len(text)) % 64
    return struct.pack("<8sIIQQ", b"OMNIPLUG", 1, 0, len(text), len(body)) + text + bytes(padding) + body


def parse(reply):
    """Header and body of a reply."""
    magic, version, reserved, header, body = struct.unpack("<8sIIQQ", reply[:32])
    assert (magic, version, reserved) == (b"OMNIPLUG", 1, 0), reply[:32]
    start = 32 + header + -(32 + header) % 64
    assert len(reply) == start + body, (len(reply), start, body)

    def constant(name):
        raise AssertionError("%s is no JSON" % name)

    return json.loads(reply[32:32 + header].decode("utf-8"), parse_constant=constant), reply[start:]


def split(raw):
    """The events before a reply, and its header and body (None where there is no reply)."""
    events, header, body = [], None, b""
    while raw:
        kind, header_length, body_length = struct.unpack("<IQQ", raw[12:32])
        length = 32 + header_length + -(32 + header_length) % 64 + body_length
        if kind == 0:
            header, body = parse(raw)
            break
        assert header is None and raw[:8] == b"OMNIPLUG", raw[:32]
        events.append(json.loads(raw[32:32 + header_length].decode("utf-8")))
        raw = raw[length:]
    return events, header, body


class Run:
    """One execution's reply, output and exit status."""

    def __init__(self, files, entry_point="plugin.py", data=None, tables=(), body=b"", language="python",
                 interpreter=None, folders=(), raw=None, **header):
        with tempfile.TemporaryDirectory() as root:
            root = Path(root)
            for name in ("plugin", "release", "runner"):
                (root / name).mkdir()
            install(root / "runner")
            for name, text in files.items():
                path = root / "release" / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text) if isinstance(text, str) else path.write_bytes(text)
            whole = {
                "kind": "execute", "language": language, "entry_point": entry_point,
                "extension_point": "analysis", "parameters": {}, "metadata": {}, "input": data,
                "context": {"plugin_id": "p", "execution_id": "e", "config": {"level": 3}, "permissions": []},
                "library_paths": [], "tables": list(tables), "limits": {"output": 1 << 26}, **header,
            }
            self._run(root, raw or message(whole, body), language, interpreter, folders)

    def _run(self, root, request, language, interpreter, folders):
        with open(root / "request", "wb") as file:
            file.write(request)
        source = high(os.open(root / "request", os.O_RDONLY))
        reader, writer = os.pipe()
        writer = high(writer)
        command = sandbox(root, folders) + start(language, interpreter)
        script = "exec 3<&%d 4>&%d %d<&- %d>&-; exec \"$@\"" % (source, writer, source, writer)
        with open(root / "out", "wb") as out, open(root / "err", "wb") as err:
            process = subprocess.Popen(
                ["bash", "-c", script, "run", *command], pass_fds=(source, writer),
                stdin=subprocess.DEVNULL, stdout=out, stderr=err,
            )
        os.close(source)
        os.close(writer)
        with os.fdopen(reader, "rb") as pipe:
            reply = pipe.read()
        self.status = process.wait()
        self.out = (root / "out").read_text(errors="replace")
        self.err = (root / "err").read_text(errors="replace")
        self.raw = reply
        self.events, self.header, self.body = split(reply)

    @property
    def data(self):
        """The data of a success."""
        assert self.header is not None, self.err
        assert self.header["status"] == "success", (self.header["error"], self.err)
        return self.header["data"]

    @property
    def error(self):
        """The error of a failure."""
        assert self.header is not None, self.err
        assert self.header["status"] != "success", self.header
        return self.header["error"]


def high(descriptor):
    """The descriptor under a number that is not in the way of 3 and 4."""
    moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD, 20)
    os.close(descriptor)
    return moved


def sandbox(root, folders):
    """The command line of a sandbox with the folders that the runner finds in one.

    A further folder may be `folder:its place inside`.
    """
    arguments = ["bwrap", "--unshare-user", "--unshare-pid", "--unshare-net", "--die-with-parent",
                 "--tmpfs", "/tmp"]
    for folder in ("/usr", "/etc", "/lib", "/lib64", "/bin", sys.base_prefix, *map(str, folders)):
        folder, _, inside = folder.partition(":")
        if os.path.exists(folder):
            arguments += ["--ro-bind", folder, inside or folder]
    for source, target in (("release", "/omniplug/release"), ("runner", "/omniplug/runner")):
        arguments += ["--ro-bind", str(root / source), target]
    return [*arguments, "--bind", str(root / "plugin"), "/plugin", "--proc", "/proc", "--dev", "/dev",
            "--setenv", "HOME", "/tmp", "--chdir", "/plugin"]


def start(language, interpreter):
    """The command line of the interpreter."""
    if language == "r":
        return [interpreter or "R", "--no-echo", "--no-restore", "--vanilla", "--file=/omniplug/runner/main.R"]
    python = interpreter or os.path.join(sys.base_prefix, "bin", "python3")
    return [python, "-I", "-B", "/omniplug/runner/main.py"]
