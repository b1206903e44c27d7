"""The host: its verbs, once, and the two classes that have them."""
from __future__ import annotations

import os
from collections.abc import Generator, Iterable, Mapping
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, List

from . import _native
from ._events import Listener
from ._hooks import Transformer, Validator
from ._options import Contracts, Policy, Pool, Sandbox, ScanPolicy, StrPath, options
from ._progress import bar
from ._records import (
    Check, Data, Execution, ExecutionRecord, ExtensionPoint, Installed, Json, Language, LifecycleEvent, Plugin,
    SessionStatistics, Statistics, Status,
)
from ._verb import Forms, Pending, either, listeners, verb

if TYPE_CHECKING:
    from ._report import Report
    from ._run import AsyncExecutions, AsyncRun, Executions, Run


def _path(path: StrPath) -> str:
    return os.fspath(path)


def _plugins(answer: list[Json]) -> list[Plugin]:
    return [Plugin._of(plugin) for plugin in answer]


def _nothing(_: Any) -> None:
    return None


class _Verbs:
    """The verbs of both kinds of host. Wherever a plugin is asked for, its id or its name will do."""

    _waits: bool
    _core: _native.Host
    _home: StrPath | None

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {'the default home' if self._home is None else os.fspath(self._home)}>"

    @verb
    def install(
        self, source: StrPath, *, replace: bool = False, disabled: bool = False, on_event: Listener | None = None,
    ) -> Pending[Installed]:
        """Installs a package or an author's folder and prepares what it depends on.

        Args:
            source: a `.tar.gz` or a folder with a `manifest.json`.
            replace: whether it may take the place of another release of the same plugin.
            disabled: whether it stays disabled until it is enabled.
            on_event: hears what is being prepared.

        Raises:
            InvalidPackageError, InvalidManifestError: the package or its manifest is wrong.
            RefusedError: it asks for more than the policy grants.
            DependencyError: something that it needs can't be had.
            ConflictError: another release is installed, or others depend on that.
        """
        call = self._core.install(_path(source), replace=replace, disabled=disabled, listens=on_event is not None)
        return Pending(call, Installed._of, on_event)

    @verb
    def uninstall(self, plugin: str) -> Pending[Plugin]:
        """Removes a plugin and gives what it was; the records of its executions stay."""
        return Pending(self._core.uninstall(plugin), Plugin._of)

    @verb
    def enable(self, plugin: str) -> Pending[Plugin]:
        """Makes a plugin runnable."""
        return Pending(self._core.enable(plugin), Plugin._of)

    @verb
    def disable(self, plugin: str) -> Pending[Plugin]:
        """Makes a plugin not runnable."""
        return Pending(self._core.disable(plugin), Plugin._of)

    @verb
    def list(
        self, *, language: Language | None = None, extension_point: ExtensionPoint | None = None,
        enabled: bool | None = None, category: str | None = None, text: str | None = None,
    ) -> Pending[List[Plugin]]:
        """The installed plugins in the order of their names; each argument that is given must fit."""
        filter = {
            "language": language, "extension_point": extension_point, "enabled": enabled, "category": category,
            "text": text,
        }
        return Pending(self._core.list(filter), _plugins)

    @verb
    def show(self, plugin: str) -> Pending[Plugin]:
        """One plugin."""
        return Pending(self._core.show(plugin), Plugin._of)

    @verb
    def configure(self, plugin: str, changes: Mapping[str, Any]) -> Pending[Plugin]:
        """Changes fields of a plugin's configuration; `None` gives a field its default back."""
        return Pending(self._core.configure(plugin, dict(changes)), Plugin._of)

    @verb
    def execute(
        self, plugin: str, input: Data = None, parameters: Mapping[str, Any] | None = None, *,
        metadata: Mapping[str, Any] | None = None, extension_point: ExtensionPoint | None = None,
        user_id: str | None = None, workspace_id: str | None = None, timeout: float | None = None,
        seed: int | None = None, longest_wait: float | None = None, on_event: Listener | None = None,
        progress: bool = False,
    ) -> Pending[Execution]:
        """Runs a plugin once and waits for its end. However it ends is an `Execution` with a status.

        Args:
            plugin: its id or name.
            input: what JSON has, and tables of pandas, polars, pyarrow and NumPy, also within lists and dictionaries.
            parameters: what the plugin shall do with it.
            metadata: what is known about the data.
            extension_point: the manifest's first when it is left out.
            user_id: the user for whom it runs.
            workspace_id: the workspace for which it runs.
            timeout: seconds to allow instead of the manifest's.
            seed: where random numbers begin, which repeats them.
            longest_wait: seconds to wait for its turn at most.
            on_event: hears events as they come; what it raises ends the execution.
            progress: whether to show a bar, where tqdm is installed.

        Raises:
            NotFoundError, DisabledError: the plugin can't be run.
            BusyError: too much runs or waits already.
            InvalidInputError: the input is not what a plugin can be given.
        """
        listener = listeners(on_event, bar(progress))
        details = _details(
            parameters, metadata, extension_point, user_id, workspace_id, timeout, seed, longest_wait)
        call = self._core.execute(plugin, input, details, listens=listener is not None)
        return Pending(call, Execution._of, listener)

    @verb
    def execute_source(
        self, source: StrPath, input: Data = None, parameters: Mapping[str, Any] | None = None, *,
        metadata: Mapping[str, Any] | None = None, extension_point: ExtensionPoint | None = None,
        user_id: str | None = None, workspace_id: str | None = None, timeout: float | None = None,
        seed: int | None = None, longest_wait: float | None = None, on_event: Listener | None = None,
        progress: bool = False,
    ) -> Pending[Execution]:
        """Runs a package or an author's folder once without installing it, else as `execute`. No record is kept."""
        listener = listeners(on_event, bar(progress))
        details = _details(
            parameters, metadata, extension_point, user_id, workspace_id, timeout, seed, longest_wait)
        call = self._core.execute_source(_path(source), input, details, listens=listener is not None)
        return Pending(call, Execution._of, listener)

    @verb
    def executions(
        self, plugin: str | None = None, *, status: Status | None = None, user_id: str | None = None,
        workspace_id: str | None = None, since: datetime | None = None, limit: int = 50,
    ) -> Pending[List[ExecutionRecord]]:
        """The records of executions, newest first; each argument that is given must fit. A time without a zone is
        the machine's."""
        moment = None if since is None else since.astimezone(timezone.utc).isoformat()
        filter = {
            "plugin": plugin, "status": status, "user_id": user_id, "workspace_id": workspace_id, "since": moment,
            "limit": limit,
        }
        return Pending(self._core.executions(filter), lambda records: [ExecutionRecord._of(it) for it in records])

    @verb
    def statistics(self, plugin: str | None = None) -> Pending[Statistics]:
        """Statistics of a plugin's executions, or of all."""
        return Pending(self._core.statistics(plugin), Statistics._of)

    @verb
    def events(self, plugin: str | None = None, limit: int = 100) -> Pending[List[LifecycleEvent]]:
        """What was done to a plugin, or to all, newest first."""
        return Pending(self._core.events(plugin, limit), lambda events: [LifecycleEvent._of(it) for it in events])

    @verb
    def sessions(self) -> Pending[List[SessionStatistics]]:
        """The warm sessions that there are and were."""
        return Pending(self._core.sessions(), lambda sessions: [SessionStatistics._of(it) for it in sessions])

    @verb
    def scan(
        self, path: StrPath, *, policy: ScanPolicy | None = None, baseline: Report | None = None,
    ) -> Pending[Report]:
        """Scans a package, a folder or a file without installing it or running anything of it.

        Args:
            path: a plugin's folder, any other folder, a package (`.tar.gz`) or a file.
            policy: what differs from the host's own.
            baseline: a former report; what it has already is marked and not judged.

        Raises:
            NotFoundError: there is nothing.
            InvalidPackageError: an archive is none.
        """
        from ._report import Report, scan_options

        return Pending(self._core.scan(_path(path), scan_options(policy, baseline)), Report._of)

    @verb
    def audit(self, path: StrPath, *, policy: ScanPolicy | None = None) -> Pending[Report]:
        """Compares what a package, a folder or a file depends on with the advisories that the host was opened with;
        without any the verdict is `could_not_scan`."""
        from ._report import Report, scan_options

        return Pending(self._core.audit(_path(path), scan_options(policy, None)), Report._of)

    @verb
    def doctor(self) -> Pending[List[Check]]:
        """Looks at what this machine offers and what is missing."""
        return Pending(self._core.doctor(), lambda checks: [Check._of(it) for it in checks])

    @verb
    def close(self) -> Pending[None]:
        """Waits for what runs and ends all sessions. Afterwards nothing runs any more; everything else answers."""
        return Pending(self._core.close(), _nothing)

    @either
    def start(
        self, plugin: str, input: Data = None, parameters: Mapping[str, Any] | None = None, *,
        metadata: Mapping[str, Any] | None = None, extension_point: ExtensionPoint | None = None,
        user_id: str | None = None, workspace_id: str | None = None, timeout: float | None = None,
        seed: int | None = None, longest_wait: float | None = None,
    ) -> Forms[Run, AsyncRun]:
        """Begins what `execute` does and gives the run: an iterator of its events, with its result. Of an
        `AsyncOmniplug`, `async for` gives the events and awaiting it the result."""
        details = _details(
            parameters, metadata, extension_point, user_id, workspace_id, timeout, seed, longest_wait)
        from ._run import AsyncRun, Run

        call = self._core.execute(plugin, input, details, listens=True)
        return Forms(lambda: Run(call), lambda: AsyncRun(call))

    @either
    def execute_many(
        self, plugin: str, inputs: Iterable[Data], parameters: Mapping[str, Any] | None = None, *,
        metadata: Mapping[str, Any] | None = None, extension_point: ExtensionPoint | None = None,
        user_id: str | None = None, workspace_id: str | None = None, timeout: float | None = None,
        seed: int | None = None, longest_wait: float | None = None, window: int | None = None,
        on_event: Listener | None = None, progress: bool = False,
    ) -> Forms[Executions, AsyncExecutions]:
        """Runs a plugin over many inputs, several beside each other; the answers come in the order of the inputs, by
        `for`, or by `async for` of an `AsyncOmniplug`. `window` is how many are begun and not yet handed out at most.
        """
        from ._run import AsyncExecutions, Executions

        listener = listeners(on_event, bar(progress))
        details = _details(
            parameters, metadata, extension_point, user_id, workspace_id, timeout, seed, longest_wait)
        listens = listener is not None
        native = self._core.execute_many(plugin, [*inputs], details, window=window, listens=listens)
        return Forms(lambda: Executions(native, listener), lambda: AsyncExecutions(native, listener))


def _details(
    parameters: Mapping[str, Any] | None = None, metadata: Mapping[str, Any] | None = None,
    extension_point: ExtensionPoint | None = None, user_id: str | None = None, workspace_id: str | None = None,
    timeout: float | None = None, seed: int | None = None, longest_wait: float | None = None,
) -> Json:
    return {
        "parameters": None if parameters is None else dict(parameters),
        "metadata": None if metadata is None else dict(metadata),
        "extension_point": extension_point, "user_id": user_id, "workspace_id": workspace_id, "timeout": timeout,
        "seed": seed, "longest_wait": longest_wait,
    }


class Omniplug(_Verbs):
    """Installs plugins and runs them in a sandbox, with calls that wait. Threads may share it.

    ```python
    with Omniplug.open() as host:
        host.install("data_normalizer.tar.gz")
        print(host.execute("data_normalizer", {"x": [1, 2, 3]}).data)
    ```
    """

    _waits = True

    def __init__(self, native: _native.Host, home: StrPath | None) -> None:
        self._core, self._home = native, home

    @classmethod
    def open(
        cls, home: StrPath | None = None, *, database: str | None = None, policy: Policy | None = None,
        pool: Pool | None = None, sandbox: Sandbox | None = None, platform_version: str | None = None,
        contracts: Contracts = "default", advisories: Iterable[StrPath] = (),
        validators: Mapping[ExtensionPoint, Iterable[Validator]] | None = None,
        transformers: Mapping[ExtensionPoint, Iterable[Transformer]] | None = None,
    ) -> Omniplug:
        """Opens a home.

        Args:
            home: the folder of all files; by default `$OMNIPLUG_HOME`, else `omniplug` in the user's data folder.
            database: the database's URL; by default a file in the home.
            policy: the host's rules; fields that are left out have the library's defaults.
            pool: which warm sessions are kept.
            sandbox: `native` or `docker` (the daemon of `$DOCKER_HOST`), or `auto` for the strongest that is there; by
                default `$OMNIPLUG_SANDBOX`, else `native`.
            platform_version: of the host's platform, for manifests that name the versions they are made for.
            contracts: `default`, or `omniscope` for the stricter ones of OmniScope's older gateway.
            advisories: folders and archives in the OSV format, which scans compare dependencies with.
            validators: the host's own checks of calls, by extension point.
            transformers: the host's own changes of results, by extension point.

        Raises:
            StorageError, ConflictError: the home or its database can't be used.
            UnavailableError: there is no sandbox on this machine.
        """
        opening = _native.Opening(*options(
            home, database, policy, pool, sandbox, platform_version, contracts, advisories, validators, transformers))
        opening.open().wait()
        return cls(opening.host(), home)

    @property
    def asynchronous(self) -> AsyncOmniplug:
        """The same host with methods to await."""
        return AsyncOmniplug(self._core, self._home)

    def __enter__(self) -> Omniplug:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Opening:
    """An `AsyncOmniplug` to await, or to enter with `async with`."""

    def __init__(self, opening: _native.Opening, home: StrPath | None) -> None:
        self._opening, self._home = opening, home
        self._host: AsyncOmniplug | None = None

    async def _open(self) -> AsyncOmniplug:
        from ._loop import answer

        await answer(self._opening.open())
        return AsyncOmniplug(self._opening.host(), self._home)

    def __await__(self) -> Generator[Any, None, AsyncOmniplug]:
        return self._open().__await__()

    async def __aenter__(self) -> AsyncOmniplug:
        self._host = await self._open()
        return self._host

    async def __aexit__(self, *_: object) -> None:
        if self._host is not None:
            await self._host.close()


class AsyncOmniplug(_Verbs):
    """`Omniplug` with methods to await. Cancelling what is awaited cancels the execution.

    ```python
    async with AsyncOmniplug.open() as host:
        execution = await host.execute("data_normalizer", frame)
    ```
    """

    _waits = False

    def __init__(self, native: _native.Host, home: StrPath | None) -> None:
        self._core, self._home = native, home

    @classmethod
    def open(
        cls, home: StrPath | None = None, *, database: str | None = None, policy: Policy | None = None,
        pool: Pool | None = None, sandbox: Sandbox | None = None, platform_version: str | None = None,
        contracts: Contracts = "default", advisories: Iterable[StrPath] = (),
        validators: Mapping[ExtensionPoint, Iterable[Validator]] | None = None,
        transformers: Mapping[ExtensionPoint, Iterable[Transformer]] | None = None,
    ) -> _Opening:
        """Opens a home as `Omniplug.open` does; await it, or use it in `async with`."""
        return _Opening(_native.Opening(*options(
            home, database, policy, pool, sandbox, platform_version, contracts, advisories, validators, transformers)), home)
