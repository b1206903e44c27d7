"""How a host is opened."""
from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import TypedDict

from ._hooks import Transformer, Validator, hooks
from ._records import ExtensionPoint, Json

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


class Policy(TypedDict, total=False):
    """The host's rules; what is left out has the library's default. `grants` are among `network`, `file_system` and
    `gpu`, `least_grade` is `reduced` or `full`."""

    limits: Limits
    ceilings: Limits
    least_grade: str
    grants: list[str]
    concurrency: Concurrency
    keep_inputs: bool


class Pool(TypedDict, total=False):
    """Which warm sessions are kept: numbers, seconds and bytes."""

    warm: bool
    least: int
    most: int
    most_in_all: int
    idle_time: float
    memory: int


def options(
    home: StrPath | None, database: str | None, policy: Policy | None, pool: Pool | None, platform_version: str | None,
    contracts: str, validators: Mapping[ExtensionPoint, Iterable[Validator]] | None,
    transformers: Mapping[ExtensionPoint, Iterable[Transformer]] | None,
) -> Json:
    return {
        "home": None if home is None else os.fspath(home), "database": database, "policy": policy, "pool": pool,
        "platform_version": platform_version, "contracts": contracts, "hooks": hooks(validators, transformers),
    }
