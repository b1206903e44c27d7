"""Methods that wait or are awaited, from one definition."""
from __future__ import annotations

import functools
from collections.abc import Callable, Coroutine
from types import MethodType
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, TypeVar, overload

from ._events import Event, Listener, make_event

if TYPE_CHECKING:
    from . import _native
    from ._host import AsyncOmniplug, Omniplug

P = ParamSpec("P")
T = TypeVar("T")
W = TypeVar("W")
A = TypeVar("A")


class Pending(Generic[T]):
    """A call that was made: waited for here, or by an event loop."""

    __slots__ = ("call", "convert", "on_event")

    def __init__(
        self, call: _native.Call, convert: Callable[[Any], T], on_event: Listener | None = None,
    ) -> None:
        self.call, self.convert, self.on_event = call, convert, on_event

    def wait(self) -> T:
        """Waits on this thread."""
        if self.on_event is None:
            return self.convert(self.call.wait())
        listener = self.on_event
        try:
            return self.convert(self.call.wait(lambda event: listener(make_event(event))))
        finally:
            close(listener)

    async def awaited(self) -> T:
        """Waits on the running event loop. Cancelling it cancels the call."""
        from ._loop import answer

        listener = self.on_event
        try:
            return self.convert(await answer(self.call, None if listener is None else _hearing(listener)))
        finally:
            close(listener)


def _hearing(listener: Listener) -> Callable[[dict[str, Any]], object]:
    return lambda event: listener(make_event(event))


def close(listener: Listener | None) -> None:
    """Ends a listener that shows something."""
    end = getattr(listener, "close", None)
    if end is not None:
        end()


class verb(Generic[P, T]):
    """A method that waits where the host does, and is awaited where the host is an `AsyncOmniplug`."""

    def __init__(self, begin: Callable[Concatenate[Any, P], Pending[T]]) -> None:
        @functools.wraps(begin)
        def waiting(host: Any, *args: P.args, **kwargs: P.kwargs) -> T:
            return begin(host, *args, **kwargs).wait()

        @functools.wraps(begin)
        async def awaiting(host: Any, *args: P.args, **kwargs: P.kwargs) -> T:
            return await begin(host, *args, **kwargs).awaited()

        self.begin, self.waiting, self.awaiting = begin, waiting, awaiting
        self.__doc__ = begin.__doc__

    @overload
    def __get__(self, host: Omniplug, owner: type) -> Callable[P, T]: ...
    @overload
    def __get__(self, host: AsyncOmniplug, owner: type) -> Callable[P, Coroutine[Any, Any, T]]: ...
    @overload
    def __get__(self, host: None, owner: type) -> Callable[Concatenate[Any, P], Any]: ...
    def __get__(self, host: Any, owner: type) -> Any:
        function: Any = self.waiting if owner._waits else self.awaiting  # type: ignore[attr-defined]
        return function if host is None else MethodType(function, host)


class Forms(Generic[W, A]):
    """What a method gives: made where the host waits, and where it is an `AsyncOmniplug`."""

    __slots__ = ("waiting", "awaiting")

    def __init__(self, waiting: Callable[[], W], awaiting: Callable[[], A]) -> None:
        self.waiting, self.awaiting = waiting, awaiting


class either(Generic[P, W, A]):
    """A method that gives the form of its answer that fits the host, and waits for nothing."""

    def __init__(self, begin: Callable[Concatenate[Any, P], Forms[W, A]]) -> None:
        @functools.wraps(begin)
        def waiting(host: Any, *args: P.args, **kwargs: P.kwargs) -> W:
            return begin(host, *args, **kwargs).waiting()

        @functools.wraps(begin)
        def awaiting(host: Any, *args: P.args, **kwargs: P.kwargs) -> A:
            return begin(host, *args, **kwargs).awaiting()

        self.waiting, self.awaiting = waiting, awaiting
        self.__doc__ = begin.__doc__

    @overload
    def __get__(self, host: Omniplug, owner: type) -> Callable[P, W]: ...
    @overload
    def __get__(self, host: AsyncOmniplug, owner: type) -> Callable[P, A]: ...
    @overload
    def __get__(self, host: None, owner: type) -> Callable[Concatenate[Any, P], Any]: ...
    def __get__(self, host: Any, owner: type) -> Any:
        function: Any = self.waiting if owner._waits else self.awaiting  # type: ignore[attr-defined]
        return function if host is None else MethodType(function, host)


def listeners(*several: Callable[[Event], object] | None) -> Listener | None:
    """One listener of several."""
    found = [listener for listener in several if listener is not None]
    if len(found) < 2:
        return found[0] if found else None
    return _Several(found)


class _Several:
    def __init__(self, found: list[Listener]) -> None:
        self.found = found

    def __call__(self, event: Event) -> None:
        for listener in self.found:
            listener(event)

    def close(self) -> None:
        for listener in self.found:
            close(listener)
