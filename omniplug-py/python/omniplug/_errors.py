"""What goes wrong with a call or with the host; whatever a plugin does is an `Execution` with a status instead."""
from __future__ import annotations

from typing import ClassVar


class OmniplugError(Exception):
    """The base of all errors of omniplug.

    Attributes:
        kind: the stable name of what a caller can do about it.
        message: one line that says what is wrong.
        hint: what to do about it, where that is known.
        retry_after: seconds after which the same call may succeed, where that is known.
    """

    kind: ClassVar[str] = "error"

    def __init__(self, message: str, hint: str | None = None, retry_after: float | None = None) -> None:
        super().__init__(message, hint, retry_after)
        self.message = message
        self.hint = hint
        self.retry_after = retry_after

    def __str__(self) -> str:
        return self.message if self.hint is None else f"{self.message}\nhint: {self.hint}"


class InvalidManifestError(OmniplugError):
    """The manifest of a plugin is wrong; its author mends it."""

    kind = "invalid_manifest"


class InvalidPackageError(OmniplugError):
    """The package is damaged or hostile; nothing of it was kept."""

    kind = "invalid_package"


class InvalidInputError(OmniplugError, ValueError):
    """An argument, a configuration, a parameter or a plugin's input is wrong; the caller mends it."""

    kind = "invalid_input"


class NotFoundError(OmniplugError, LookupError):
    """The plugin, release, execution or file does not exist."""

    kind = "not_found"


class ConflictError(OmniplugError):
    """It exists already, or it is in use."""

    kind = "conflict"


class DisabledError(OmniplugError):
    """The plugin is disabled."""

    kind = "disabled"


class RefusedError(OmniplugError, PermissionError):
    """The host's policy forbids it."""

    kind = "refused"


class DependencyError(OmniplugError):
    """A dependency can't be had: not found, not permitted, or its installation failed."""

    kind = "dependency"


class UnavailableError(OmniplugError):
    """This machine lacks something that is needed: an interpreter, a kernel feature, a service."""

    kind = "unavailable"


class BusyError(OmniplugError):
    """Too much runs or waits already; the same call succeeds later: `retry_after` says when."""

    kind = "busy"


class StorageError(OmniplugError):
    """The store can't be read or written."""

    kind = "storage"


class SandboxError(OmniplugError):
    """The sandbox failed for a reason that is not the plugin's."""

    kind = "sandbox"


class ExecutionFailedError(OmniplugError):
    """An execution of which the data was asked for did not succeed.

    Attributes:
        status: how it ended.
        traceback: the plugin's own traceback, where the language gave one.
    """

    kind = "execution_failed"

    def __init__(self, message: str, hint: str | None, status: str, traceback: str | None) -> None:
        super().__init__(message, hint)
        self.args = (message, hint, status, traceback)
        self.status = status
        self.traceback = traceback


_BY_KIND: dict[str, type[OmniplugError]] = {
    error.kind: error for error in OmniplugError.__subclasses__() if error is not ExecutionFailedError
}


def make_error(kind: str, message: str, hint: str | None, retry_after: float | None) -> OmniplugError:
    """The error of a kind of the library."""
    return _BY_KIND.get(kind, OmniplugError)(message, hint, retry_after)
