"""What a host checks and changes itself, at an extension point."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ._records import Data, ExtensionPoint, Json, Record, Reply


@dataclass(frozen=True)
class Call(Record):
    """A call on its way to a plugin. In `input`, tables are `omniplug.Table`."""

    parameters: Json
    metadata: Json
    input: Data


@dataclass(frozen=True)
class Issue:
    """One thing that is wrong with a call: the place (`parameters.method`), what is wrong, and what to do about it."""

    path: str
    message: str
    hint: str = "mend it"


# Says what is wrong with a call; nothing when it is right. A `ValueError` refuses the call too.
Validator = Callable[[Call], "Iterable[Issue] | None"]
# Changes an answer; nothing when it stays as it is.
Transformer = Callable[[Reply], "Reply | None"]

Hook = tuple[str, bool, Callable[[Json], Any]]


def hooks(
    validators: Mapping[ExtensionPoint, Iterable[Validator]] | None,
    transformers: Mapping[ExtensionPoint, Iterable[Transformer]] | None,
) -> list[Hook]:
    """The functions as the library calls them."""
    checks = [(point, True, _checking(check)) for point, several in (validators or {}).items() for check in several]
    changes = [(point, False, _changing(change)) for point, several in (transformers or {}).items() for change in several]
    return [*checks, *changes]


def _checking(validator: Validator) -> Callable[[Json], list[tuple[str, str, str]]]:
    return lambda call: [(issue.path, issue.message, issue.hint) for issue in validator(Call._of(call)) or ()]


def _changing(transformer: Transformer) -> Callable[[Json], Json]:
    def change(answer: Json) -> Json:
        reply = Reply._of(answer)
        changed = transformer(reply) or reply
        return dict(changed._rows())

    return change
