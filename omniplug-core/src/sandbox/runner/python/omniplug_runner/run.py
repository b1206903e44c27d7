"""One execution from request to reply."""
import os
import sys

from . import files, wire
from .errors import PluginError, describe

REQUEST = 3
REPLY = 4


def main():
    """Reads the request, runs the plugin, sends the reply and ends the process."""
    # Programs that the plugin starts must neither read the request nor hold the reply open.
    os.set_inheritable(REQUEST, False)
    os.set_inheritable(REPLY, False)
    answer = Answer()
    body = wire.Body()
    try:
        header, tables = wire.read_request(REQUEST)
        files.link_release()
        _search_paths(header)
        answer.take(_run(header, tables, answer), header["limits"].get("output"), body)
    except BaseException as error:
        body = wire.Body()
        answer.fail(error)
    _flush()
    try:
        message = answer.encode()
    except BaseException as error:
        body = wire.Body()
        answer.fail(error)
        message = answer.encode()
    try:
        wire.write_reply(REPLY, message, body.parts)
    except OSError as error:
        print("the reply can't be sent: %s" % error, file=sys.__stderr__, flush=True)
    # Threads that the plugin left running must not keep the process alive.
    os._exit(0)


class Answer:
    """The reply as it grows: warnings of the runner come first, the result or the failure last."""

    def __init__(self):
        self.warnings = []
        self.header = {"status": "success", "data": None, "error": None, "tables": []}

    def warn(self, text):
        """Adds a warning."""
        self.warnings.append(text)

    def take(self, result, limit, body):
        """Takes over a plugin's result, its tables into the body."""
        from .results import Converter

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


def _run(header, body, answer):
    from . import loading

    entry = header["entry_point"]
    file, _, name = entry.partition(":")
    path = loading.locate(file)
    plan = loading.plan(path, name)
    if plan.script:
        from . import script

        return script.run(plan, header, body)
    from . import calling

    return calling.run(plan, _input(header, body), answer.warn)


def _input(header, body):
    from .values import Fields

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
    """Puts the environment's packages before those that the interpreter itself brings."""
    position = len(sys.path)
    for index, path in enumerate(sys.path):
        if path.endswith(("site-packages", "dist-packages")):
            position = index
            break
    sys.path[position:position] = header.get("library_paths") or []


def _flush():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BaseException:
            # The plugin closed or replaced it; what it did not write itself is lost with it.
            continue
    if "ctypes" in sys.modules:
        try:
            # What C code printed waits in the C library's buffers, which the hard exit would drop.
            sys.modules["ctypes"].CDLL(None).fflush(None)
        except BaseException:
            return
