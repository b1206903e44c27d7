"""Executions that are followed while they run, and many of them."""
from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import TYPE_CHECKING, Any

from . import _native
from ._events import Event, Listener, make_event
from ._records import Execution
from ._verb import close

if TYPE_CHECKING:
    from types import TracebackType


class Run:
    """An execution under way. Iterating it gives its events, until its end; leaving its `with` block cancels it."""

    def __init__(self, call: _native.Call) -> None:
        self._call = call
        self._mailbox = _native.Mailbox()
        self._ended: tuple[str, Any] | None = None
        call.post_to(self._mailbox, 0)

    def __iter__(self) -> Iterator[Event]:
        while self._ended is None:
            yield from [make_event(event) for event in self._receive()]

    def _receive(self) -> list[dict[str, Any]]:
        letters = self._mailbox.wait()
        for _, kind, value in letters:
            if kind != "event":
                self._ended = kind, value
        return [value for _, kind, value in letters if kind == "event"]

    def cancel(self) -> None:
        """Ends it; the result tells of that."""
        self._call.cancel()

    def result(self) -> Execution:
        """Waits for the end. Events that nobody iterated are passed over."""
        while self._ended is None:
            self._receive()
        kind, value = self._ended
        if kind == "error":
            raise value
        if not isinstance(value, Execution):
            value = Execution._of(value)
            self._ended = kind, value
        return value

    def __enter__(self) -> Run:
        return self

    def __exit__(self, *_: object) -> None:
        if self._ended is None:
            self.cancel()


class AsyncRun:
    """An execution under way. `async for` gives its events, until its end; awaiting it gives the result. Leaving its
    `async with` block cancels it."""

    def __init__(self, call: _native.Call) -> None:
        import asyncio

        from ._loop import answer

        self._call = call
        self._heard: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        self._task: asyncio.Task[Execution] = asyncio.ensure_future(self._follow(answer(call, self._heard.put_nowait)))

    async def _follow(self, answer: Any) -> Execution:
        try:
            return Execution._of(await answer)
        finally:
            self._heard.put_nowait(None)

    async def __aiter__(self) -> AsyncIterator[Event]:
        while True:
            event = await self._heard.get()
            if event is None:
                # For who iterates again.
                self._heard.put_nowait(None)
                return
            yield make_event(event)

    def __await__(self) -> Any:
        return self.result().__await__()

    def cancel(self) -> None:
        """Ends it; the result tells of that."""
        self._call.cancel()

    async def result(self) -> Execution:
        """Waits for the end."""
        return await self._task

    async def __aenter__(self) -> AsyncRun:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None,
    ) -> None:
        if not self._task.done():
            self.cancel()


class _Many:
    """One plugin over many inputs. An input or execution that fails raises in its turn; going on gives the next."""

    def __init__(self, native: _native.Executions, listener: Listener | None) -> None:
        self._core, self._listener = native, listener

    def __len__(self) -> int:
        """How many inputs there are."""
        return self._core.total

    def cancel(self) -> None:
        """Ends those that run, and leaves out those that did not begin."""
        self._core.cancel()

    def _next(self) -> _native.Call:
        return self._core.next()

    @property
    def _hear(self) -> Callable[[dict[str, Any]], object] | None:
        listener = self._listener
        return None if listener is None else lambda event: listener(make_event(event))


class Executions(_Many):
    """The executions of one plugin over many inputs, in the order of the inputs."""

    def __iter__(self) -> Executions:
        return self

    def __next__(self) -> Execution:
        value = self._next().wait(self._hear)
        if value is None:
            close(self._listener)
            raise StopIteration
        return Execution._of(value)


class AsyncExecutions(_Many):
    """The executions of one plugin over many inputs, in the order of the inputs."""

    def __aiter__(self) -> AsyncExecutions:
        return self

    async def __anext__(self) -> Execution:
        from ._loop import answer

        value = await answer(self._next(), self._hear)
        if value is None:
            close(self._listener)
            raise StopAsyncIteration
        return Execution._of(value)

