"""How a host is opened."""
from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal, TypedDict

from ._hooks import Hook, Transformer, Validator, hooks
from ._records import ExtensionPoint, Json, Language

if TYPE_CHECKING:
    from typing_extensions import Required

    from ._report import Severity

Contracts = Literal["default", "omniscope"]
Sandbox = Literal["native", "docker", "auto"]
StrPath = str | os.PathLike[str]


class Limits(TypedDict, total=False):
    """Limits of one execution: bytes, seconds, processors."""

    memory: int
    cpus: float
    processes: int
    open_files: int
    file_size: int
    scratch: int
    output: int
    log: int
    timeout: float


class Concurrency(TypedDict, total=False):
    """How many executions run at once and how many wait, for how many seconds."""

    executions: int
    of_one_plugin: int
    waiting: int
    longest_wait: float


class Thresholds(TypedDict, total=False):
    """From which severity on findings warn and block; never, where it is `None`."""

    warn: Severity | None
    block: Severity | None


class Allowance(TypedDict, total=False):
    """Findings that the host has looked at and lets be: of a rule, below a path, or both."""

    rule: str
    path: str
    reason: Required[str]


class ScanPolicy(TypedDict, total=False):
    """What follows from what a scan finds; what is left out has the library's default."""

    gate: Literal["enforce", "warn", "off"]
    own: Thresholds
    vendored: Thresholds
    least_confidence: Literal["low", "medium", "high"]
    allow: list[Allowance]
    allow_unread: bool
    require_advisories: bool
    advisory_age_days: int


class Containers(TypedDict, total=False):
    """The rules of containers: the image of each language, those that a manifest may ask for instead, whether what is
    missing is pulled, the daemon's runtime (`runc`, `runsc`, `kata`), and limits where a manifest says nothing."""

    images: Mapping[Language, str]
    allowed_images: list[str]
    pull: bool
    runtime: str | None
    limits: Limits


class Policy(TypedDict, total=False):
    """The host's rules; what is left out has the library's default. `grants` are among `network`, `file_system` and
    `gpu`, `least_grade` is `reduced`, `full` or `virtualized`."""

    limits: Limits
    ceilings: Limits
    least_grade: str
    grants: list[str]
    concurrency: Concurrency
    keep_inputs: bool
    scan: ScanPolicy
    containers: Containers


class Pool(TypedDict, total=False):
    """Which warm sessions are kept: numbers, seconds and bytes."""

    warm: bool
    least: int
    most: int
    most_in_all: int
    idle_time: float
    memory: int


def options(
    home: StrPath | None, database: str | None, policy: Policy | None, pool: Pool | None, sandbox: Sandbox | None,
    platform_version: str | None, contracts: Contracts, advisories: Iterable[StrPath],
    validators: Mapping[ExtensionPoint, Iterable[Validator]] | None,
    transformers: Mapping[ExtensionPoint, Iterable[Transformer]] | None,
) -> tuple[Json, list[Hook]]:
    """What the native half opens."""
    given = {
        "home": None if home is None else os.fspath(home), "database": database, "policy": policy, "pool": pool,
        "sandbox": sandbox, "platform_version": platform_version, "contracts": contracts,
        "advisories": [os.fspath(path) for path in advisories],
    }
    return {name: value for name, value in given.items() if value is not None}, hooks(validators, transformers)
