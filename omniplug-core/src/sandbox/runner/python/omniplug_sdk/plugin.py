"""What a plugin is, is given, and gives back."""
from __future__ import annotations

TYPE_CHECKING = False  # that of `typing`, whose import takes longer than many an execution
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional


class _Fields(dict):
    """A dict whose keys are attributes too."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(
                "there is no `%s`; there are: %s" % (name, ", ".join(map(str, self)))
            ) from None

    def __setattr__(self, name: str, value: Any) -> None:
        self[name] = value


class Context(_Fields):
    """Where a plugin runs: `plugin_id`, `execution_id`, `config` (its settings) and `permissions`."""

    plugin_id: str
    execution_id: str
    config: Dict[str, Any]
    permissions: List[str]


class Input(_Fields):
    """What a plugin is given. `input_data.data` and `input_data["data"]` are the same.

    `data` is what the host handed over: plain values, and tables as pandas data frames (without pandas: a dict of
    columns). `parameters` are the values for the plugin's parameters, `metadata` what the host says about
    the data.
    """

    data: Any
    parameters: Dict[str, Any]
    metadata: Dict[str, Any]
    context: Context


class Output(_Fields):
    """A result with its notes: `data`, `metadata`, `logs`, `warnings` and `errors`.

    An output with errors and without data is a failure, told with the first of the errors.
    """

    data: Any
    metadata: Dict[str, Any]
    logs: List[str]
    warnings: List[str]
    errors: List[str]

    def __init__(
        self,
        data: Any = None,
        metadata: Optional[Dict[str, Any]] = None,
        logs: Optional[List[str]] = None,
        warnings: Optional[List[str]] = None,
        errors: Optional[List[str]] = None,
    ) -> None:
        super().__init__(
            data=data, metadata=metadata or {}, logs=logs or [], warnings=warnings or [], errors=errors or []
        )


class Plugin:
    """A plugin as a class. Every execution makes one instance of it.

    Only `execute` has to be written. The order is: `__init__`, `validate_input`, `execute`, `cleanup`; the last is
    called also when one of the two before it failed.
    """

    def __init__(self, context: Context) -> None:
        self.context = context

    def validate_input(self, input_data: Input) -> bool:
        """Whether the input is one that `execute` can work on; False ends the execution with an error.

        Raise `ValueError` instead to say what is wrong.
        """
        return True

    def execute(self, input_data: Input) -> Any:
        """Does the work. Answers plain values, tables, or an :class:`Output`."""
        raise NotImplementedError("`%s` needs a method `execute`" % type(self).__name__)

    def cleanup(self) -> None:
        """Gives back what `__init__` or `execute` took."""
