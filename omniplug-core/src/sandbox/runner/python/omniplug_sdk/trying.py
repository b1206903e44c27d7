"""Running a plugin without a host, as its author does in tests."""
from __future__ import annotations

import inspect

from .plugin import Context, Input, Output

TYPE_CHECKING = False  # that of `typing`, whose import takes longer than many an execution
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, Type, Union

_ENVELOPE = {"data", "metadata", "logs", "warnings", "errors", "execution_time", "success"}


def run(plugin: Union[Type[Any], Callable[..., Any]], data: Any = None, **parameters: Any) -> Output:
    """Runs a plugin's class or function in this process, with the data and its parameters.

    Arguments are bound by name, as in a sandbox. The data goes in and the result comes out as they are: nothing is
    converted, limited or kept apart. Raises what the plugin raises, and ValueError where it refuses its input.
    """
    context = Context(plugin_id="plugin", execution_id="execution", config={}, permissions=[])
    given = Input(data=data, parameters=parameters, metadata={}, context=context)
    if not inspect.isclass(plugin):
        return _output(_call(plugin, given, given))
    made = _call(plugin, context, given) if inspect.signature(plugin).parameters else plugin()
    try:
        validate = getattr(made, "validate_input", None)
        if callable(validate):
            verdict = _call(validate, given, given)
            if type(verdict).__name__ in ("bool", "bool_") and not verdict:
                raise ValueError("the plugin refused its input: `validate_input` returned False")
        return _output(_call(made.execute, given, given))
    finally:
        cleanup = getattr(made, "cleanup", None)
        if callable(cleanup):
            cleanup()


def _call(target: Callable[..., Any], first: Any, given: Input) -> Any:
    """Calls the target with the arguments that it names; its first one gets `first` unless its name says more."""
    known = {**given, "config": given.context.config}
    positional: list[Any] = []
    named: Dict[str, Any] = {}
    kinds = inspect.Parameter
    arguments = inspect.signature(target).parameters.values()
    for index, argument in enumerate(arguments):
        if argument.kind == kinds.VAR_POSITIONAL:
            positional += [first] if index == 0 else []
        elif argument.kind == kinds.VAR_KEYWORD:
            taken = {other.name for other in arguments}
            named.update((name, value) for name, value in given.parameters.items() if name not in taken)
        elif argument.kind == kinds.KEYWORD_ONLY:
            _take(argument, known, given, named.__setitem__)
        elif index == 0 and argument.name not in known:
            positional.append(first)
        else:
            _take(argument, known, given, lambda _, value: positional.append(value))
    return target(*positional, **named)


def _take(argument: inspect.Parameter, known: Dict[str, Any], given: Input, put: Callable[[str, Any], Any]) -> None:
    name = argument.name
    if name in known:
        put(name, known[name])
    elif name in given.parameters:
        put(name, given.parameters[name])
    elif argument.default is not inspect.Parameter.empty:
        put(name, argument.default)
    else:
        raise ValueError("the plugin needs the argument `%s`, but no parameter of that name was given" % name)


def _output(result: Any) -> Output:
    """The result with its notes, whichever form the plugin gave it."""
    if isinstance(result, Output):
        return result
    if isinstance(result, dict) and "data" in result and _ENVELOPE.issuperset(result):
        notes = {key: result.get(key) for key in ("data", "metadata", "logs", "warnings", "errors")}
        return Output(**notes)
    return Output(result)
