"""Finding a plugin's entry point.

The order: `file:Name`; else the one class of the file with a method `execute`; else a function `execute`;
else the file is a script. Whether it is a script is decided from the compiled code, before it runs, so that
a script's top level runs only once:

1. A file that defines the name `execute` at its top level (function, assignment, import), or has a class
   whose body defines it, is no script.
2. Else a file whose text mentions `input.json` or `output.json` is one.
3. Else a file that has a class (it may inherit `execute`) or imports `*` is no script.
4. Else it is one.
"""
import os
import sys

from .errors import PluginError
from .files import PLUGIN, RELEASE

# Where this plugin's own modules are.
folders = []
OPTIMIZED = 0x1  # the flag of functions' code; class bodies and modules don't have it


class Plan:
    """What to run: a script's code, or a target (class or function) of a loaded file."""

    def __init__(self, path, code, target=None):
        self.path = path
        self.code = code
        self.target = target
        self.script = target is None


def locate(file):
    """The path of the entry point's file under `/plugin`."""
    path = os.path.normpath(os.path.join(PLUGIN, file))
    if not path.startswith(PLUGIN + "/"):
        raise PluginError("EntryPointError", "the entry point `%s` is outside the plugin" % file)
    if not os.path.isfile(path):
        there = ", ".join(sorted(n for n in os.listdir(RELEASE) if n.endswith(".py"))) or "none"
        raise PluginError(
            "EntryPointError",
            "the entry point's file `%s` is not in the plugin (its Python files: %s)" % (file, there),
        )
    return path


def load(entry_point):
    """Compiles the entry point's file and decides what to run; loads it unless it is a script."""
    file, _, name = entry_point.partition(":")
    path = locate(file)
    with open(path, "rb") as file:
        source = file.read()
    code = compile(source, path, "exec", dont_inherit=True)
    folder = os.path.dirname(path)
    folders[:] = [folder] if folder == PLUGIN else [folder, PLUGIN]
    sys.path[0:0] = folders
    if not name and is_script(code, source):
        return Plan(path, code)
    module = _load(path, code)
    return Plan(path, code, _named(module, name, path) if name else _found(module, path))


class outside_plugin:
    """While it lasts, imports don't find the plugin's own modules."""

    def __enter__(self):
        self.path = sys.path[:]
        sys.path[:] = [folder for folder in self.path if not is_inside(folder)]

    def __exit__(self, *_):
        sys.path[:] = self.path


def is_inside(path):
    """Whether a path lies in the plugin."""
    return (path + "/").startswith((PLUGIN + "/", RELEASE + "/"))


def is_own(name):
    """Whether the plugin has a module of this name, which it sees before any other."""
    top = name.partition(".")[0]
    return any(
        entry.partition(".")[0] == top for folder in folders for entry in os.listdir(folder)
    )


def is_script(code, source):
    """Whether the file is a script, by the rules at the top of this module."""
    bodies = [c for c in code.co_consts if isinstance(c, type(code)) and not c.co_flags & OPTIMIZED]
    if any("execute" in body.co_names and _stores(body, "execute") for body in [code, *bodies]):
        return False
    if b"input.json" in source or b"output.json" in source:
        return True
    return not (bodies or _imports_star(code))


def _stores(code, name):
    """Whether a code object binds the name (a call of `x.execute()` mentions it too)."""
    from opcode import EXTENDED_ARG, opmap

    store = opmap["STORE_NAME"]
    argument = 0
    raw = code.co_code
    for position in range(0, len(raw) - 1, 2):
        operation = raw[position]
        argument |= raw[position + 1]
        if operation == EXTENDED_ARG:
            argument <<= 8
            continue
        if operation == store and code.co_names[argument] == name:
            return True
        argument = 0
    return False


def _imports_star(code):
    return any(isinstance(c, tuple) and "*" in c for c in code.co_consts)


def _load(path, code):
    """Runs the file as a module of its own name (not `__main__`)."""
    name = os.path.splitext(os.path.basename(path))[0]
    if name in sys.modules:
        name = "plugin_" + name
    module = type(sys)(name)
    module.__file__ = path
    module.__spec__ = type(sys.__spec__)(name, None, origin=path)
    sys.modules[name] = module
    sys.argv = [path]
    exec(code, module.__dict__)
    return module


def _named(module, name, path):
    target = getattr(module, name, None)
    if target is None:
        public = sorted(n for n, v in vars(module).items() if callable(v) and not n.startswith("_"))
        raise PluginError(
            "EntryPointError",
            "`%s` has no `%s`; it has: %s" % (_short(path), name, ", ".join(public) or "nothing callable"),
        )
    if not callable(target):
        raise PluginError(
            "EntryPointError",
            "`%s` of `%s` is neither a class nor a function" % (name, _short(path)),
        )
    if isinstance(target, type) and not callable(getattr(target, "execute", None)):
        raise PluginError("EntryPointError", "the class `%s` has no method `execute`" % name)
    return target


def _found(module, path):
    classes = _classes(module)
    own = [c for c in classes if c.__module__ == module.__name__]
    if not own and callable(getattr(module, "execute", None)):
        return module.execute
    candidates = own or [c for c in classes if _of_plugin(c)]
    if len(candidates) == 1:
        return candidates[0]
    if candidates:
        names = ", ".join("`%s`" % c.__name__ for c in candidates)
        raise PluginError(
            "EntryPointError",
            "`%s` has several classes with a method `execute`: %s; name one as `%s:%s`"
            % (_short(path), names, _short(path), candidates[0].__name__),
        )
    raise PluginError(
        "EntryPointError",
        "`%s` has neither a class with a method `execute` nor a function `execute`; "
        "add one, or name it as `%s:Name`" % (_short(path), _short(path)),
    )


def _classes(module):
    """The classes with `execute`, without abstract ones and without those that another one refines."""
    found = []
    for value in vars(module).values():
        if isinstance(value, type) and callable(getattr(value, "execute", None)) and value not in found:
            if not getattr(value, "__abstractmethods__", None):
                found.append(value)
    return [c for c in found if not any(o is not c and issubclass(o, c) for o in found)]


def _of_plugin(cls):
    origin = getattr(sys.modules.get(cls.__module__), "__file__", None) or ""
    return is_inside(origin) and cls.__module__.partition(".")[0] != "omniplug_sdk"


def _short(path):
    return path[len(PLUGIN) + 1:]
