"""A warm session: this process loads the plugin once, and each execution is a fork of it.

It is the session's zygote. It never runs the plugin's code again after loading, so what one execution does to
its own process stays there. Packets come over the control socket:

- `L`, with a message: load; answered by `R` and JSON.
- `F` and flags, with a channel: fork the child that waits on that channel for its execution.
- `K`: kill and reap every other process; answered by `D`, status, microseconds and KiB of the child.
"""
import _signal
import os
import sys

import _socket

from . import child, events, leftovers, loading, lockdown, randomness, run, script, wire
from .errors import NotWarm, describe, one_line

CONTROL = 3
TABLES = 0x1


def main():
    """Serves the control socket until its other end closes. In a fork it runs that one's execution."""
    os.set_inheritable(CONTROL, False)
    events.inside = True
    execution = None
    status = 1
    try:
        # Kept by this function, so that no child spends its time on taking it apart.
        zygote = Zygote(_socket.socket(fileno=CONTROL))
        execution = zygote.serve()
        status = 0
    finally:
        if status:
            sys.excepthook(*sys.exc_info())
        if execution is None:
            # Neither exit functions nor threads of the plugin's file may keep the process alive.
            os._exit(status)
    # As deep in the stack as in a process of its own: recursion ends at the same level.
    run.execute(*execution)


class Zygote:
    """The loaded plugin and the one child that is forked from it at a time."""

    def __init__(self, control):
        self.control = control
        self.start = None
        self.spare = 0
        self.tables_ready = False

    def serve(self):
        """Answers packets. Answers nothing at the end, and in a fork what it has to run."""
        while True:
            packet, descriptors = wire.receive(self.control)
            kind = packet[:1]
            if kind == b"L":
                self.control.send(b"R" + wire.to_json(self._load(*descriptors)).encode("utf-8", "replace"))
            elif kind == b"F":
                execution = self._fork(packet[1] & TABLES, *descriptors)
                if execution is not None:
                    return execution
            elif kind == b"K":
                self.control.send(b"D" + self._end())
            else:
                return None

    def _load(self, request):
        header, _ = wire.read_request(request)
        os.close(request)
        try:
            self.start = self._start(header)
        except NotWarm as reason:
            return {"warm": False, "reason": one_line(str(reason))}
        except BaseException as error:
            told = describe(error)
            return {"warm": False, "reason": "it can't be loaded: %s: %s" % (told["type"], told["message"])}
        finally:
            run.flush()
        os.chdir("/")
        self._rehearse()
        return {"warm": True}

    def _start(self, header):
        randomness.begin(header.get("seed"), loading=True)
        plan = run.load(header)
        if plan.script:
            script.preload(plan)
        if randomness.loaded():
            raise NotWarm(
                "its file draws random numbers when it is loaded; draw them in `execute`, or seed first"
            )
        with loading.outside_plugin():
            child.preload()
            kept = leftovers.look()
            # From here on this process can't look at itself in `/proc` any more.
            protection = lockdown.Protection(header["limits"].get("cpu_seconds"))
        run.c_flush = protection.c_flush
        return child.Start(plan, kept, protection)

    def _fork(self, tables, channel):
        if tables and not self.tables_ready:
            with loading.outside_plugin():
                child.preload_tables()
            self.tables_ready = True
            self._rehearse()
        self.spare = os.fork()
        if self.spare == 0:
            return child.wait(self.start, self.control, channel)
        os.close(channel)
        return None

    def _rehearse(self):
        """Adapts code and memory to what every child does."""
        import gc

        child.rehearse(self.start.protection)
        # Out of the collector's sight, so that children don't copy it.
        gc.collect()
        gc.freeze()
        self.start.protection.gather()

    def _end(self):
        """Kills and reaps everything; the child's status and use of resources."""
        try:
            os.kill(-1, _signal.SIGKILL)
        except ProcessLookupError:
            pass
        status, cpu, memory = 0, 0, 0
        while True:
            try:
                pid, ended, used = os.wait4(-1, 0)
            except ChildProcessError:
                break
            if pid == self.spare:
                status, memory = ended, used.ru_maxrss
                cpu = round((used.ru_utime + used.ru_stime) * 1e6)
        order = sys.byteorder
        return status.to_bytes(4, order) + cpu.to_bytes(8, order) + memory.to_bytes(8, order)

