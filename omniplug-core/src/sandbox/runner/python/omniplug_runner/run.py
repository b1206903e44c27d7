"""One execution from request to reply, the same in a process of its own (cold) and in a fork (warm)."""
import os
import sys

from . import calling, events, files, loading, randomness, wire
from .errors import PluginError, describe
from .results import Converter
from .values import Fields

REQUEST = 3
REPLY = 4
SDK = "/omniplug/runner/sdk"


def main():
    """Reads the request, loads and runs the plugin, sends the reply and ends the process."""
    # Programs that the plugin starts must neither read the request nor hold the reply open.
    os.set_inheritable(REQUEST, False)
    os.set_inheritable(REPLY, False)
    events.inside = True
    execute(_prepare, REPLY)


def _prepare():
    header, body = wire.read_request(REQUEST)
    randomness.begin(header.get("seed"), loading=True)
    plan = load(header)
    randomness.loaded()
    randomness.renew()
    events.begin(REPLY)
    return header, body, plan


def load(header):
    """Puts the plugin's folder and packages in place and loads its file; answers what there is to call."""
    files.link_release(files.links())
    os.chdir(files.PLUGIN)
    _search_paths(header)
    return loading.load(header["entry_point"])


def execute(prepare, descriptor, channel=None):
    """Runs what `prepare` answers (header, body and plan), sends the reply and ends the process.

    The reply goes to the descriptor; a large one goes as a file over the channel where there is one.
    """
    message, body = compose(prepare)
    try:
        deliver(message, body, descriptor, channel)
    except OSError as error:
        print("the reply can't be sent: %s" % error, file=sys.__stderr__, flush=True)
    finally:
        # Threads that the plugin left running must not keep the process alive.
        os._exit(0)


def deliver(message, body, descriptor, channel):
    """Sends a reply, and on a channel waits for the end that follows it."""
    events.end(descriptor)
    wire.send_reply(descriptor, message, body, channel)
    if channel is not None:
        os.close(descriptor)
        wire.await_end(channel)


def compose(prepare):
    """Runs what `prepare` answers; the reply's header as bytes, and its body."""
    answer = Answer()
    body = wire.Body()
    try:
        header, tables, plan = prepare()
        answer.take(_call(plan, header, tables, answer.warn), body)
    except BaseException as error:
        body = wire.Body()
        answer.fail(error)
    flush()
    try:
        return answer.encode(), body
    except BaseException as error:
        answer.fail(error)
        return answer.encode(), wire.Body()


class Answer:
    """The reply as it grows: warnings of the runner come first, the result or the failure last."""

    def __init__(self):
        self.warnings = []
        self.header = {"status": "success", "data": None, "error": None, "tables": []}

    def warn(self, text):
        """Adds a warning."""
        self.warnings.append(text)

    def take(self, result, body):
        """Takes over a plugin's result, its tables into the body."""
        converter = Converter(body)
        envelope = converter.envelope(result)
        self.warnings = converter.warnings() + self.warnings
        self.header.update(envelope, tables=converter.tables)

    def fail(self, error):
        """Turns the reply into a failure."""
        status = "out_of_memory" if isinstance(error, MemoryError) else "failure"
        self.header = {"status": status, "data": None, "tables": []}
        self.header.update(getattr(error, "envelope", {}))
        self.header["error"] = describe(error)

    def encode(self):
        """The header's bytes. Text that is no valid Unicode is repaired, with a warning."""
        warnings = self.warnings
        header = dict(self.header)
        header["warnings"] = header.get("warnings", []) + warnings
        text = wire.to_json(header)
        try:
            return text.encode("utf-8")
        except UnicodeEncodeError:
            header["warnings"].append(
                "text that is not valid Unicode (lone surrogates) was replaced by U+FFFD"
            )
            text = wire.to_json(header)
            return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode("utf-8")


def _call(plan, header, body, warn):
    if plan.script:
        from . import script

        return script.run(plan, header, body)
    return calling.run(plan, _input(header, body), warn)


def _input(header, body):
    data = header.get("input")
    if header.get("tables"):
        from .tables import attach

        data = attach(data, header["tables"], body)
    return Fields(
        data=data,
        parameters=header.get("parameters") or {},
        metadata=header.get("metadata") or {},
        context=Fields(header.get("context") or {}),
    )


def _search_paths(header):
    """Puts the environment's packages in the place of those that the interpreter itself brings, the SDK last."""
    packages = header.get("library_paths") or []
    if packages:
        sys.path[:] = [path for path in sys.path if not path.endswith(("site-packages", "dist-packages"))] + packages
    sys.path.append(SDK)


def flush():
    """Lets go of what Python and the C library keep back of the output."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BaseException:
            # The plugin closed or replaced it; what it did not write itself is lost with it.
            continue
    try:
        # What C code printed waits in the C library's buffers, which the hard exit would drop.
        c_flush(None)
    except BaseException:
        return


def _find_c_flush(stream):
    if "ctypes" in sys.modules:
        sys.modules["ctypes"].CDLL(None).fflush(stream)


# A session finds it once.
c_flush = _find_c_flush
