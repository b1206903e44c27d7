"""What the library answers, as dataclasses."""
from __future__ import annotations

import html
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from ._errors import ExecutionFailedError

# What a result's data is: JSON, with tables in it.
Data = Any

if TYPE_CHECKING:
    from ._table import Table


Language = Literal["python", "r"]
ExtensionPoint = Literal[
    "data_import", "preprocessing", "feature_engineering", "analysis", "model_training", "model_evaluation",
    "visualization", "report_generation", "data_export", "integration",
]
Status = Literal[
    "success", "failure", "timeout", "cancelled", "out_of_memory", "output_too_large", "refused", "error",
]
Json = dict[str, Any]
# Characters of a field that are shown as text.
_SHOWN = 1000
_R = TypeVar("_R", bound="Record")


class Record:
    """The base of all answers: made of the library's JSON, shown as a table in notebooks."""

    __slots__ = ()
    _convert: Mapping[str, Callable[[Any], Any]] = {}

    @classmethod
    def _of(cls: type[_R], answer: Json) -> _R:
        for name, convert in cls._convert.items():
            if answer.get(name) is not None:
                answer[name] = convert(answer[name])
        return cls(**answer)

    def _rows(self) -> Iterator[tuple[str, Any]]:
        for part in fields(self):  # type: ignore[arg-type]
            yield part.name, getattr(self, part.name)

    def __str__(self) -> str:
        rows = ((name, _line(value)) for name, value in self._rows() if value not in (None, [], {}))
        return "\n".join([type(self).__name__, *(f"  {name}: {value}" for name, value in rows)])

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th style='text-align:left'>{html.escape(name)}</th><td style='text-align:left'>{_cell(value)}</td></tr>"
            for name, value in self._rows() if value not in (None, [], {})
        )
        return f"<table><caption>{type(self).__name__}</caption>{rows}</table>"


def _line(value: Any) -> str:
    """A value as a line, cut where it is long; what has lines of its own is indented."""
    text = str(value) if isinstance(value, (str, datetime, Record)) else repr(value)
    text = text if isinstance(value, Record) or len(text) <= _SHOWN else text[:_SHOWN] + "…"
    return text.replace("\n", "\n  ")


def _named(kind: str, **parts: Any) -> str:
    """A short form of what has many fields; the whole is in its fields."""
    return f"{kind}({', '.join(f'{name}={value!r}' for name, value in parts.items() if value is not None)})"


def _cell(value: Any) -> str:
    as_html = getattr(value, "_repr_html_", None)
    if as_html is not None:
        return str(as_html())
    return html.escape(str(value) if isinstance(value, (str, datetime)) else repr(value))


def _time(text: str) -> datetime:
    # `2026-01-02T03:04:05.123456789Z`; a datetime counts microseconds. Python 3.11 reads all of it by itself.
    if sys.version_info >= (3, 11):
        return datetime.fromisoformat(text)
    seconds, _, fraction = text.rstrip("Z").partition(".")
    moment = datetime.fromisoformat(seconds).replace(tzinfo=timezone.utc)
    return moment.replace(microsecond=int(fraction[:6].ljust(6, "0"))) if fraction else moment


@dataclass(frozen=True)
class Release(Record):
    """One version of a plugin, kept whole and unchanged: its SHA-256, files, bytes and resolved packages."""

    sha256: str
    files: int
    size: int
    packages: list[str]
    created_at: datetime

    _convert = {"created_at": _time}


@dataclass(frozen=True, repr=False)
class Plugin(Record):
    """An installed plugin. `manifest` is its manifest's JSON."""

    id: str
    name: str
    enabled: bool
    configuration: Json
    release: Release
    manifest: Json
    installed_at: datetime
    updated_at: datetime

    _convert = {"release": Release._of, "installed_at": _time, "updated_at": _time}

    @property
    def version(self) -> str:
        """The version that runs."""
        return str(self.manifest["version"])

    def __repr__(self) -> str:
        return _named("Plugin", name=self.name, version=self.version, enabled=self.enabled, id=self.id)

    def _rows(self) -> Iterator[tuple[str, Any]]:
        manifest = self.manifest
        yield "name", f"{self.name} {self.version}"
        yield "description", manifest.get("description")
        yield "language", manifest.get("language")
        yield "extension points", ", ".join(manifest.get("extension_points", []))
        yield "enabled", self.enabled
        yield "configuration", self.configuration
        yield "packages", ", ".join(self.release.packages) or None
        yield "installed", self.installed_at
        yield "id", self.id


@dataclass(frozen=True)
class Installed(Record):
    """An installation that succeeded: the plugin, what was done, and what to look at."""

    plugin: Plugin
    outcome: Literal["installed", "replaced", "unchanged"]
    warnings: list[str]

    _convert = {"plugin": Plugin._of}


@dataclass(frozen=True)
class Digest(Record):
    """What went in or came out: its SHA-256 and bytes."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Failure(Record):
    """Why an execution did not succeed."""

    type: str
    message: str
    traceback: str | None = None
    hint: str | None = None


@dataclass(frozen=True)
class Usage(Record):
    """What an execution used: seconds, and bytes. `read_bytes` and `written_bytes` went to and from disks, where the
    backend counts them; `received_bytes` and `sent_bytes` over the network."""

    wall_time: float
    cpu_time: float
    peak_memory: int
    read_bytes: int
    written_bytes: int
    received_bytes: int
    sent_bytes: int


@dataclass(frozen=True)
class Isolation(Record):
    """The isolation that an execution really had."""

    backend: str
    grade: Literal["reduced", "full", "virtualized"]
    namespaces: list[str]
    landlock: int
    seccomp: bool
    memory_limit: str
    cpu_limit: str
    process_limit: str
    missing: list[str]


@dataclass(frozen=True, repr=False)
class ExecutionRecord(Record):
    """One execution as it is kept. `status` is `None` while it runs; `queue_time` is in seconds; `attempts` is how many
    times it was begun, more than once where its sandbox was ended from outside."""

    id: str
    plugin_id: str
    plugin_name: str
    plugin_version: str
    release: str
    extension_point: str
    user_id: str | None
    workspace_id: str | None
    status: Status | None
    started_at: datetime
    finished_at: datetime | None
    seed: int | None
    start: Literal["cold", "warm"] | None
    attempts: int
    queue_time: float | None
    usage: Usage | None
    isolation: Isolation | None
    input: Digest
    output: Digest | None
    failure: Failure | None
    kept_input: Json | None = None

    def __repr__(self) -> str:
        return _named("ExecutionRecord", plugin=f"{self.plugin_name} {self.plugin_version}", status=self.status,
                      started_at=str(self.started_at), id=self.id)

    _convert = {
        "started_at": _time, "finished_at": _time, "usage": Usage._of, "isolation": Isolation._of, "input": Digest._of,
        "output": Digest._of, "failure": Failure._of,
    }


@dataclass(frozen=True)
class Reply(Record):
    """What a plugin answered. In `data`, tables are `omniplug.Table`."""

    data: Data
    metadata: Json = field(default_factory=dict)
    logs: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class LogLine(Record):
    """A line that the plugin printed."""

    stream: Literal["stdout", "stderr"]
    text: str


@dataclass(frozen=True)
class Logs(Record):
    """What the plugin printed, bounded: the first lines, and how many bytes came after."""

    lines: list[LogLine]
    dropped_bytes: int

    _convert = {"lines": lambda lines: [LogLine._of(line) for line in lines]}

    def __str__(self) -> str:
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, repr=False)
class Execution(Record):
    """An execution that ended, however it ended. There is a reply exactly when it succeeded."""

    record: ExecutionRecord
    reply: Reply | None
    logs: Logs
    warnings: list[str]

    _convert = {"record": ExecutionRecord._of, "reply": Reply._of, "logs": Logs._of}

    @property
    def status(self) -> Status | None:
        """How it ended."""
        return self.record.status

    def __repr__(self) -> str:
        plugin, failure = f"{self.record.plugin_name} {self.record.plugin_version}", self.record.failure
        return _named("Execution", plugin=plugin, status=self.status, data=self.reply.data if self.reply else None,
                      failure=failure.message if failure else None)

    @property
    def succeeded(self) -> bool:
        """Whether there is a reply."""
        return self.reply is not None

    @property
    def data(self) -> Data:
        """The result's data; raises `ExecutionFailedError` when there is none."""
        if self.reply is not None:
            return self.reply.data
        failure = self.record.failure or Failure("unknown", "it has no reply")
        message = f"the execution ended with `{self.status}`: {failure.type}: {failure.message}"
        raise ExecutionFailedError(message, failure.hint, str(self.status), failure.traceback)

    @property
    def table(self) -> Table:
        """The result's data where it is one table; raises `TypeError` when it is something else."""
        from ._table import Table

        data = self.data
        if not isinstance(data, Table):
            raise TypeError(f"the result is no table but `{type(data).__name__}`")
        return data

    def _rows(self) -> Iterator[tuple[str, Any]]:
        yield "plugin", f"{self.record.plugin_name} {self.record.plugin_version}"
        yield "status", self.status
        if self.record.usage is not None:
            yield "time", f"{self.record.usage.wall_time:.3f} s"
        if self.record.failure is not None:
            yield "failure", f"{self.record.failure.type}: {self.record.failure.message}"
        yield "warnings", self.warnings or (self.reply.warnings if self.reply else [])
        yield "logs", str(self.logs) or None
        yield "data", self.reply.data if self.reply else None


@dataclass(frozen=True)
class Statistics(Record):
    """Statistics of executions; times in seconds, memory in bytes."""

    executions: int
    running: int
    by_status: dict[str, int]
    success_rate: float | None
    wall_time_p50: float | None
    wall_time_p95: float | None
    peak_memory_median: int | None
    peak_memory_max: int | None
    last_used: datetime | None

    _convert = {"last_used": _time}


@dataclass(frozen=True)
class LifecycleEvent(Record):
    """One entry of the audit trail."""

    at: datetime
    plugin_id: str
    plugin_name: str
    action: str
    detail: Any

    _convert = {"at": _time}


@dataclass(frozen=True)
class SessionStatistics(Record):
    """The warm sessions of one plugin and kind; memory in bytes."""

    group: str
    language: Language
    entry_point: str
    idle: int
    busy: int
    starting: int
    waiting: int
    memory: int
    started: int
    evicted: int
    executions: int
    cold_reason: str | None = None


@dataclass(frozen=True)
class Check(Record):
    """One thing that the doctor looked at."""

    name: str
    state: Literal["ok", "warn", "fail"]
    detail: str
    remedy: str | None = None
