"""The runner's own errors, and how any error is told to the host."""
import sys

RUNNER_FOLDER = "/omniplug/runner/"
LONGEST_MESSAGE = 2000
LONGEST_TRACEBACK = 20000


class PluginError(Exception):
    """A failure that the runner finds: its type name, one line, no traceback of its own."""

    def __init__(self, kind, message):
        super().__init__(message)
        self.kind = kind
        self.message = message


class NotWarm(Exception):
    """Why forks of a process can't stand for a fresh start: one line, what and what to do."""


def describe(error):
    """The reply's `error` object: `type`, `message` (one line), the plugin's `traceback`, and a `hint`."""
    if isinstance(error, PluginError):
        return {"type": error.kind, "message": one_line(error.message), "traceback": None}
    kind = type(error).__name__
    try:
        message = str(error)
    except BaseException as problem:
        message = "its text can't be shown: %s" % type(problem).__name__
    if isinstance(error, SystemExit):
        message = "the plugin called sys.exit(%s)" % message
    told = {"type": kind, "message": one_line(message) or kind, "traceback": traceback_of(error)}
    if isinstance(error, ModuleNotFoundError) and isinstance(error.name, str):
        module = shorten(error.name.partition(".")[0], 100)
        told["hint"] = "name the package that has `%s` in `dependencies` of `manifest.json`" % module
    return told


def one_line(text):
    """The text's lines joined to one, shortened in the middle where it is very long."""
    return shorten(" ".join(text.split("\n")).strip(), LONGEST_MESSAGE)


def shorten(text, longest):
    if len(text) <= longest:
        return text
    half = longest // 2
    return "%s … %d characters left out … %s" % (text[:half], len(text) - 2 * half, text[-half:])


def traceback_of(error):
    """The formatted traceback with the plugin's frames only; None where even that fails."""
    try:
        import traceback

        seen = set()
        waiting = [error]
        while waiting:
            current = waiting.pop()
            if current is None or id(current) in seen:
                continue
            seen.add(id(current))
            current.__traceback__ = _without_runner(current.__traceback__)
            waiting += [current.__cause__, current.__context__]
            waiting += getattr(current, "exceptions", ())
        lines = traceback.format_exception(type(error), error, error.__traceback__)
        return shorten("".join(lines), LONGEST_TRACEBACK)
    except BaseException as problem:
        print("the traceback can't be shown: %s" % type(problem).__name__, file=sys.__stderr__)
        return None


def _without_runner(trace):
    while trace is not None and trace.tb_frame.f_code.co_filename.startswith(RUNNER_FOLDER):
        trace = trace.tb_next
    return trace
