"""Scripts: plugins that read `/plugin/input.json` and write `/plugin/output.json`."""
import sys

from . import files, loading, wire
from .errors import PluginError

ONLY_TREE = 0x400  # `ast.PyCF_ONLY_AST`, without that module
PASSIVE = ("FunctionDef", "AsyncFunctionDef")


def run(plan, header, body):
    """Runs the file as the main program and answers what it left in `output.json`."""
    _write_input(header, body)
    _execute(plan)
    return _output(header["limits"].get("output"))


def preload(plan):
    """Imports what the script is sure to import first: modules from outside the plugin, in its order.

    It ends at the first statement that does something else, because that may change what an import does.
    """
    with open(plan.path, "rb") as file:
        tree = compile(file.read(), plan.path, "exec", ONLY_TREE, dont_inherit=True)
    for statement in tree.body:
        kind = type(statement).__name__
        if kind == "Import":
            wanted = [(alias.name, ()) for alias in statement.names]
        elif kind == "ImportFrom" and not statement.level:
            wanted = [(statement.module, [alias.name for alias in statement.names])]
        elif _does_nothing(kind, statement):
            continue
        else:
            return
        for module, names in wanted:
            if module == "__future__":
                continue
            if loading.is_own(module):
                return
            __import__(module, {}, {}, names, 0)


def _does_nothing(kind, statement):
    if kind == "Expr":
        return type(statement.value).__name__ == "Constant"
    return kind in PASSIVE and not statement.decorator_list


def _write_input(header, body):
    from .results import Converter

    data = header.get("input")
    if header.get("tables"):
        from .tables import attach

        data = attach(data, header["tables"], body, plain=True)
    given = {
        "data": data,
        "parameters": header.get("parameters") or {},
        "metadata": header.get("metadata") or {},
        "context": header.get("context") or {},
    }
    text = wire.to_json(Converter(None).convert(given, "input"))
    with open(files.INPUT, "w", encoding="utf-8") as file:
        file.write(text)


def _execute(plan):
    module = type(sys)("__main__")
    module.__file__ = plan.path
    sys.modules["__main__"] = module
    sys.argv = [plan.path]
    status = 0
    try:
        exec(plan.code, module.__dict__)
    except SystemExit as end:
        status = _status(end.code)
    finally:
        _finish()
    if status:
        error = PluginError("ExitStatus", "the script exited with status %d" % status)
        _explain(error)
        raise error


def _status(code):
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF
    print(code, file=sys.stderr)
    return 1


def _finish():
    """Does what the end of a program does: waits for its threads, runs its exit functions."""
    if "threading" in sys.modules:
        sys.modules["threading"]._shutdown()
    import atexit

    atexit._run_exitfuncs()


def _explain(error):
    """Takes the message from the envelope that a failing script may have written."""
    try:
        written = files.read_output(1 << 20)
        errors = wire.parse_json(written.decode("utf-8-sig"))["errors"] if written else None
        if errors:
            error.message = str(errors[0] if isinstance(errors, list) else errors)
    except (ValueError, KeyError, TypeError, RecursionError):
        return


def _output(limit):
    try:
        written = files.read_output(limit)
        if written is None:
            raise PluginError(
                "NoOutput",
                "the script ended without writing `%s`; write its result there, or define `execute`"
                % files.OUTPUT,
            )
        return wire.parse_json(written.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise PluginError("InvalidOutput", "`%s` is not a result: %s" % (files.OUTPUT, error)) from None
