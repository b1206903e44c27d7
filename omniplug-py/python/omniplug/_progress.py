"""Progress as a bar of tqdm, where that is installed."""
from __future__ import annotations

from typing import Any

from ._events import Event, Listener, Progress


class _Bar:
    def __init__(self, bar: Any) -> None:
        self.bar = bar

    def __call__(self, event: Event) -> None:
        if isinstance(event, Progress):
            # A plugin may say less than before; tqdm takes that as it is.
            self.bar.n = round(event.fraction, 4)
            self.bar.set_description_str(event.message, refresh=False)
            self.bar.refresh()

    def close(self) -> None:
        self.bar.close()


def bar(shown: bool) -> Listener | None:
    """A listener that shows a bar, if one is to be shown and tqdm is installed."""
    if not shown:
        return None
    try:
        from tqdm.auto import tqdm
    except ImportError:
        return None
    return _Bar(tqdm(total=1.0, bar_format="{desc}|{bar}|{percentage:3.0f}% [{elapsed}]"))
