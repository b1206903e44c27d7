"""Calling a plugin's class or function.

Arguments are bound by name. `data`, `parameters`, `metadata`, `context` and `config` get what they say; the
first positional argument gets the whole input object unless it has one of these names; any other name gets
the parameter of that name, else keeps its default; `**kwargs` takes the parameters that are left.
"""
from .errors import PluginError

POSITIONAL_REST = 0x4
NAMED_REST = 0x8
KNOWN = {"data", "parameters", "metadata", "context", "config"}


def run(plan, given, warn):
    """Calls the plan's target with the input and answers its result."""
    target = plan.target
    if not isinstance(target, type):
        _warn_of_unused(given, [target], warn)
        return call(target, given, given)
    _warn_of_unused(given, [target.execute, getattr(target, "validate_input", None), target.__init__], warn)
    plugin = _construct(target, given)
    try:
        validate = getattr(plugin, "validate_input", None)
        if callable(validate):
            verdict = call(validate, given, given)
            # NumPy's own booleans count too.
            if type(verdict).__name__ in ("bool", "bool_") and not verdict:
                raise PluginError(
                    "InvalidInput", "the plugin refused its input: `validate_input` returned False"
                )
        return call(plugin.execute, given, given)
    finally:
        _clean_up(plugin, warn)


def _warn_of_unused(given, callables, warn):
    """Tells parameters that nothing of the plugin takes, which mostly are misspelt names."""
    if not given.parameters:
        return
    taken = set()
    for function in filter(None, map(_code_owner, callables)):
        if str(function.__module__).partition(".")[0] == "omniplug_sdk":
            continue  # what the base class does for all
        code = function.__code__
        named = code.co_varnames[:code.co_argcount + code.co_kwonlyargcount]
        # One that sees all parameters takes what it likes.
        whole = [name for name in named if name != "self"][:1]
        if code.co_flags & (NAMED_REST | POSITIONAL_REST) or "parameters" in named:
            return
        if function.__name__ != "__init__" and whole and whole[0] not in KNOWN:
            return
        taken.update(named)
    names = sorted(taken - KNOWN - {"self"})
    for name in given.parameters:
        if name not in taken:
            offer = "it takes: " + ", ".join(names) if names else "it takes none"
            warn("`execute` does not take the parameter `%s`; %s" % (name, offer))


def _construct(cls, given):
    if cls.__init__ is object.__init__ and cls.__new__ is object.__new__:
        return cls()
    function = _code_owner(cls.__init__)
    if function is None:
        return cls(given.context)
    return call(cls, given.context, given, function=function, skip=1, label=cls.__name__)


def _clean_up(plugin, warn):
    cleanup = getattr(plugin, "cleanup", None)
    if not callable(cleanup):
        return
    try:
        cleanup()
    except BaseException as error:
        warn("`cleanup` failed: %s: %s" % (type(error).__name__, error))


def call(target, first, given, function=None, skip=0, label=None):
    """Calls the target with the arguments that it names."""
    if function is None:
        method = getattr(target, "__self__", None) is not None
        function = _code_owner(target)
        skip = 1 if method else 0
        label = getattr(target, "__name__", "execute")
    if function is None:
        return target(first)
    positional, named = bind(function, skip, first, given, label)
    return target(*positional, **named)


def bind(function, skip, first, given, label):
    """The positional and named arguments of a call: `skip` leading ones (`self`) are left out."""
    code = function.__code__
    names = code.co_varnames[skip:code.co_argcount]
    only_named = code.co_varnames[code.co_argcount:code.co_argcount + code.co_kwonlyargcount]
    defaults = function.__defaults__ or ()
    without_default = code.co_argcount - skip - len(defaults)
    known = {
        "data": given.data,
        "parameters": given.parameters,
        "metadata": given.metadata,
        "context": given.context,
        "config": given.context.get("config", {}),
    }
    positional = []
    for index, name in enumerate(names):
        if name in known:
            positional.append(known[name])
        elif index == 0:
            positional.append(first)
        elif name in given.parameters:
            positional.append(given.parameters[name])
        elif index >= without_default:
            positional.append(defaults[index - without_default])
        else:
            raise _missing(label, name)
    if not names and code.co_flags & POSITIONAL_REST:
        positional.append(first)
    named = {}
    for name in only_named:
        if name in known:
            named[name] = known[name]
        elif name in given.parameters:
            named[name] = given.parameters[name]
        elif name not in (function.__kwdefaults__ or {}):
            raise _missing(label, name)
    if code.co_flags & NAMED_REST:
        taken = set(code.co_varnames[:code.co_argcount + code.co_kwonlyargcount])
        named.update((k, v) for k, v in given.parameters.items() if k not in taken)
    return positional, named


def _missing(label, name):
    return PluginError(
        "InvalidInput",
        "`%s` needs the argument `%s`, but no parameter of that name was given" % (label, name),
    )


def _code_owner(target):
    """The Python function whose signature counts: behind methods, wrappers (`functools.wraps`) and callable
    objects. None for built-in callables."""
    for _ in range(100):
        wrapped = getattr(target, "__wrapped__", None) or getattr(target, "__func__", None)
        if wrapped is None:
            break
        target = wrapped
    return target if hasattr(target, "__code__") else None
