"""What is heard of an execution while it runs."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Union

from ._records import Record, Usage


@dataclass(frozen=True)
class Phase(Record):
    """What is being prepared: an environment, a session."""

    text: str
    kind: Literal["phase"] = "phase"


@dataclass(frozen=True)
class Log(Record):
    """A line that the plugin printed."""

    stream: Literal["stdout", "stderr"]
    text: str
    kind: Literal["log"] = "log"


@dataclass(frozen=True)
class Progress(Record):
    """How far the plugin is, as it says: from 0 to 1."""

    fraction: float
    message: str
    kind: Literal["progress"] = "progress"


@dataclass(frozen=True)
class Warned(Record):
    """Something that the plugin warns of; the result has it too."""

    text: str
    kind: Literal["warning"] = "warning"


@dataclass(frozen=True)
class Partial(Record):
    """A part of the result, or an early form of it."""

    data: Any
    kind: Literal["partial"] = "partial"


@dataclass(frozen=True)
class Used(Usage):
    """What it has used so far, told about once a second."""

    kind: Literal["usage"] = "usage"


Event = Union[Phase, Log, Progress, Warned, Partial, Used]
Listener = Callable[[Event], object]

_BY_KIND: dict[str, Callable[[dict[str, Any]], Event]] = {
    "phase": Phase._of, "log": Log._of, "progress": Progress._of, "warning": Warned._of, "partial": Partial._of,
    "usage": Used._of,
}


def make_event(event: dict[str, Any]) -> Event:
    """The event of the library's form."""
    return _BY_KIND[event["kind"]](event)
