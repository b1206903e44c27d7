"""Answers on their way to event loops: one mailbox for each, which the loop watches."""
from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

from . import _native

Hear = Callable[[dict[str, Any]], object]


class _Desk:
    """Hands the letters of a mailbox to those who wait for them."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.mailbox = _native.Mailbox()
        self.process = os.getpid()
        self.waiting: dict[int, tuple[asyncio.Future[Any], Hear | None]] = {}
        self.last = 0
        # The loop holds the desk by this, and lets it go when it is closed.
        loop.add_reader(self.mailbox.fileno(), self.deliver)

    def post(self, call: _native.Call, future: asyncio.Future[Any], hear: Hear | None) -> None:
        self.last += 1
        self.waiting[self.last] = future, hear
        call.post_to(self.mailbox, self.last)

    def deliver(self) -> None:
        for ticket, kind, value in self.mailbox.take():
            future, hear = self.waiting[ticket]
            if kind != "event":
                del self.waiting[ticket]
                if not future.done():
                    (future.set_result if kind == "answer" else future.set_exception)(value)
            elif hear is not None and not future.done():
                try:
                    hear(value)
                except BaseException as error:
                    future.set_exception(error)


_desks: WeakKeyDictionary[asyncio.AbstractEventLoop, _Desk] = WeakKeyDictionary()


def _desk(loop: asyncio.AbstractEventLoop) -> _Desk:
    desk = _desks.get(loop)
    if desk is None or desk.process != os.getpid():
        desk = _desks[loop] = _Desk(loop)
    return desk


async def answer(call: _native.Call, hear: Hear | None = None) -> Any:
    """The answer of a call, with its events to `hear`. Whatever ends the wait ends the call too."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Any] = loop.create_future()
    _desk(loop).post(call, future, hear)
    try:
        return await future
    except BaseException:
        call.cancel()
        raise
