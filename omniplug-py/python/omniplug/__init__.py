"""Runs code that its host does not trust, written by scientists in Python and R, in a sandbox and in process.

```python
from omniplug import Omniplug

with Omniplug.open() as host:
    host.install("data_normalizer.tar.gz")
    execution = host.execute("data_normalizer", {"x": [1, 2, 3]})
    print(execution.data)
```
"""
from typing import TYPE_CHECKING, Any

from ._errors import (
    BusyError, ConflictError, DependencyError, DisabledError, ExecutionFailedError, InvalidInputError,
    InvalidManifestError, InvalidPackageError, NotFoundError, OmniplugError, RefusedError, SandboxError, StorageError,
    UnavailableError,
)
from ._events import Event, Log, Partial, Phase, Progress, Used, Warned
from ._hooks import Call, Issue
from ._host import AsyncOmniplug, Omniplug
from ._options import Allowance, Concurrency, Containers, Limits, Policy, Pool, ScanPolicy, Thresholds
from ._records import (
    Check, Digest, Execution, ExecutionRecord, Failure, Installed, Isolation, LifecycleEvent, LogLine, Logs, Plugin,
    Release, Reply, SessionStatistics, Statistics, Usage,
)

if TYPE_CHECKING:
    from ._report import Finding, Location, Report, Rule, Unread, rules
    from ._run import AsyncExecutions, AsyncRun, Executions, Run
    from ._table import Table

# What many hosts never use is loaded when it is first asked for.
_LATER = {
    "_report": {"Finding", "Location", "Report", "Rule", "Unread", "rules"},
    "_run": {"AsyncExecutions", "AsyncRun", "Executions", "Run"},
    "_table": {"Table"},
}


def __getattr__(name: str) -> Any:
    for module, names in _LATER.items():
        if name in names:
            from importlib import import_module

            return getattr(import_module(f".{module}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


__all__ = [
    "Allowance", "AsyncExecutions", "AsyncOmniplug", "AsyncRun", "BusyError", "Call", "Check", "Concurrency",
    "ConflictError", "Containers", "DependencyError", "Digest", "DisabledError", "Event", "Execution", "ExecutionFailedError",
    "ExecutionRecord", "Executions", "Failure", "Finding", "Installed", "InvalidInputError", "InvalidManifestError",
    "InvalidPackageError", "Isolation", "Issue", "LifecycleEvent", "Limits", "Location", "Log", "LogLine", "Logs",
    "NotFoundError", "Omniplug", "OmniplugError", "Partial", "Phase", "Plugin", "Policy", "Pool", "Progress",
    "RefusedError", "Release", "Reply", "Report", "Rule", "Run", "SandboxError", "ScanPolicy", "SessionStatistics",
    "Statistics", "StorageError", "Table", "Thresholds", "UnavailableError", "Unread", "Usage", "Used", "Warned",
    "rules",
]
