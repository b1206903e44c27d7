"""Telling the host something while the plugin runs."""
from __future__ import annotations

import sys

TYPE_CHECKING = False  # that of `typing`, whose import takes longer than many an execution
if TYPE_CHECKING:
    from typing import Any


def log(text: Any) -> None:
    """Writes a line into the execution's log, which is what the plugin prints."""
    print(text, flush=True)


def warn(text: Any) -> None:
    """Warns whoever reads the result, at once. Outside a sandbox it is a Python warning."""
    host = _host()
    if host is not None:
        host.warning(str(text))
        return
    import warnings

    warnings.warn(str(text), stacklevel=2)


def progress(fraction: float, message: str = "") -> None:
    """Tells how far the plugin is: a fraction from 0 to 1, and in a few words what it does.

    It may be called often: what comes within 20 ms of the last is told only if nothing follows. Outside a sandbox
    it is a line on the standard error where that is a terminal.
    """
    fraction = _fraction(fraction)
    host = _host()
    if host is not None:
        host.progress(fraction, str(message))
    elif sys.stderr is not None and sys.stderr.isatty():
        print("%3d %% %s" % (round(fraction * 100), message), file=sys.stderr)


def partial(data: Any) -> None:
    """Hands over the result so far, as it is now; it may be changed afterwards. Outside a sandbox it does nothing.

    It takes what a result may hold, tables too.
    """
    host = _host()
    if host is not None:
        host.partial(data)


def _fraction(value: Any) -> float:
    try:
        fraction = float(value)
    except (TypeError, ValueError):
        raise TypeError("`fraction` is a `%s`; make it a number from 0 to 1" % type(value).__name__) from None
    if fraction - fraction != 0.0:
        raise ValueError("`fraction` is %s; make it a number from 0 to 1" % fraction)
    return min(max(fraction, 0.0), 1.0)


def _host() -> Any:
    """The runner's way to the host; None outside a sandbox."""
    events = sys.modules.get("omniplug_runner.events")
    return events if getattr(events, "inside", False) else None
