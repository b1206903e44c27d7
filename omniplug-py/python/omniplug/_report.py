"""What a scan says, and its rules."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from . import _native
from ._records import Json, Record

if TYPE_CHECKING:
    from ._options import ScanPolicy

Severity = Literal["info", "low", "medium", "high", "critical"]
Confidence = Literal["low", "medium", "high"]


@dataclass(frozen=True)
class Location(Record):
    """A place in a file of the package; lines and columns count from 1, and are 0 for a file as a whole."""

    file: str
    line: int
    column: int
    end_line: int
    cell: int | None = None

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True)
class Finding(Record):
    """Something that a rule found. `allowed` is why the host's policy lets it be, `suppression` the author's comment that
    asks to look away and hides nothing."""

    rule: str
    severity: Severity
    confidence: Confidence
    message: str
    location: Location
    snippet: str
    vendored: bool = False
    known: bool = False
    suppression: Json | None = None
    allowed: str | None = None
    references: list[str] = field(default_factory=list)
    update: str | None = None
    aliases: list[str] = field(default_factory=list)

    _convert = {"location": Location._of}

    def __str__(self) -> str:
        return f"{self.location}: {self.severity} {self.rule} {self.message}"


@dataclass(frozen=True)
class Unread(Record):
    """A file that was not read, and why."""

    file: str
    reason: str


@dataclass(frozen=True)
class Report(Record):
    """The whole of a scan: what follows from it and why, what was not read, what was found."""

    verdict: Literal["pass", "warn", "block", "could_not_scan"]
    reasons: list[str]
    unread: list[Unread]
    findings: list[Finding]
    capabilities: dict[str, list[str]]
    dependencies: Json
    totals: Json
    left_out: list[Unread] = field(default_factory=list)

    _convert = {
        "unread": lambda files: [Unread._of(file) for file in files],
        "findings": lambda findings: [Finding._of(finding) for finding in findings],
        "left_out": lambda files: [Unread._of(file) for file in files],
    }

    def __str__(self) -> str:
        return "\n".join([f"Report: {self.verdict}", *self.reasons, *map(str, self.findings)])

    def _rows(self) -> Iterator[tuple[str, Any]]:
        for name, value in super()._rows():
            yield name, [str(finding) for finding in self.findings] if name == "findings" else value


@dataclass(frozen=True)
class Rule(Record):
    """A rule of scans. Its id never changes its meaning; `aliases` are Bandit's ids of the same thing, `cwe` is the
    weakness in the Common Weakness Enumeration, and `example` has code that it finds (`bad`) and leaves alone (`good`)."""

    id: str
    name: str
    language: Literal["python", "r", "package", "dependency"]
    group: str
    severity: Severity
    confidence: Confidence
    cwe: int
    aliases: list[str]
    capability: str | None
    title: str
    explanation: str
    remedy: str
    example: Json


def rules() -> list[Rule]:
    """The rules of scans."""
    return [Rule._of(rule) for rule in _native.rules()]


def scan_options(policy: ScanPolicy | None, baseline: Report | None) -> Json:
    """What is said of a scan, as the library takes it."""
    given: Mapping[str, Any] = {"policy": policy, "baseline": None if baseline is None else asdict(baseline)}
    return {name: value for name, value in given.items() if value is not None}
