"""`omniplug_sdk` outside a sandbox, where authors test, and the loader's eye for its classes."""
import contextlib
import io
import subprocess
import sys
import types
import unittest
import warnings

from harness import RUNNER

sys.path.insert(0, str(RUNNER / "python"))
sys.dont_write_bytecode = True

import omniplug_sdk as sdk  # noqa: E402
from omniplug_runner import calling, loading  # noqa: E402
from omniplug_runner.errors import PluginError  # noqa: E402
from omniplug_runner.results import Converter  # noqa: E402
from omniplug_runner.values import Fields  # noqa: E402
from omniplug_runner.wire import Body  # noqa: E402


class Doubler(sdk.Plugin):
    cleaned = []

    def validate_input(self, input_data):
        return input_data.data is not None

    def execute(self, input_data, factor=2):
        return sdk.Output([x * factor for x in input_data.data], metadata={"id": self.context.plugin_id})

    def cleanup(self):
        self.cleaned.append(1)


class Outside(unittest.TestCase):
    def test_plugins_run_plainly(self):
        result = sdk.run(Doubler, [1, 2], factor=3)
        self.assertEqual((result.data, result.metadata, result.warnings), ([3, 6], {"id": "plugin"}, []))
        self.assertEqual(sdk.run(lambda data, k=1: data + k, 1, k=4).data, 5)
        self.assertEqual(sdk.run(lambda data: {"data": data, "logs": ["x"]}, 1).logs, ["x"])
        with self.assertRaisesRegex(ValueError, "refused its input"):
            sdk.run(Doubler)
        self.assertEqual(len(Doubler.cleaned), 2)
        with self.assertRaisesRegex(NotImplementedError, "`Empty` needs a method `execute`"):
            sdk.run(type("Empty", (sdk.Plugin,), {}), 1)

    def test_arguments_are_bound_as_the_runner_binds_them(self):
        given = Fields(data=[1], parameters={"k": 5, "z": 6}, metadata={}, context=Fields(
            plugin_id="plugin", execution_id="execution", config={}, permissions=[]))
        for function in (
            lambda x: x["data"], lambda data, parameters: (data, parameters), lambda x, context, config: context["plugin_id"],
            lambda x, k, other=7: (k, other), lambda x, *, k, q=1, **rest: (k, q, rest), lambda *a: len(a), lambda: 3,
            lambda x, *rest: rest, lambda metadata, z: (metadata, z), lambda k: type(k).__name__ != "int",
        ):
            self.assertEqual(sdk.run(function, [1], k=5, z=6).data, calling.call(function, given, given))
        for function in (lambda x, alpha: 1, lambda x, *, alpha: 1):
            with self.assertRaisesRegex(ValueError, "needs the argument `alpha`"):
                sdk.run(function, 1)
            with self.assertRaisesRegex(PluginError, "needs the argument `alpha`"):
                calling.call(function, given, given)

    def test_telling_works_without_a_host(self):
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), warnings.catch_warnings(record=True) as seen:
            warnings.simplefilter("always")
            sdk.log("line")
            sdk.warn("few cells")
            sdk.progress(0.5, "half")
            sdk.partial({"x": 1})
            err.isatty = lambda: True
            sdk.progress(0.75, "most")
        self.assertEqual((out.getvalue(), err.getvalue()), ("line\n", " 75 % most\n"))
        self.assertEqual([str(warning.message) for warning in seen], ["few cells"])
        self.assertEqual(seen[0].filename, __file__)
        for value, kind in ((float("nan"), ValueError), ("x", TypeError), (None, TypeError)):
            with self.assertRaises(kind):
                sdk.progress(value)

    def test_an_input_is_read_like_the_runners(self):
        given = sdk.Input(data=1, parameters={}, metadata={}, context=sdk.Context(plugin_id="p"))
        self.assertEqual((given.data, given["data"], given.context.plugin_id), (1, 1, "p"))
        with self.assertRaisesRegex(AttributeError, "there is no `dta`; there are: data"):
            given.dta

    def test_it_imports_nothing_that_takes_long(self):
        code = ("import sys; sys.path.insert(0, %r); before = set(sys.modules); import omniplug_sdk\n"
                "print(sorted(n for n in set(sys.modules) - before if 'omniplug' not in n and n != '__future__'))")
        ran = subprocess.run([sys.executable, "-I", "-B", "-c", code % str(RUNNER / "python")], stdout=subprocess.PIPE)
        self.assertEqual(ran.stdout, b"[]\n")


class Inside(unittest.TestCase):
    def test_an_output_is_an_envelope(self):
        convert = lambda output: Converter(Body()).envelope(output)  # noqa: E731
        self.assertEqual(convert(sdk.Output([1], warnings=["w"])), {
            "data": [1], "metadata": {}, "logs": [], "warnings": ["w"], "errors": []})
        with self.assertRaisesRegex(PluginError, "no cells"):
            convert(sdk.Output(errors=["no cells"]))

    def found(self, **names):
        module = types.ModuleType("plugin")
        for value in names.values():
            if isinstance(value, type) and value is not sdk.Plugin:
                value.__module__ = "plugin"
        vars(module).update(names)
        return loading._found(module, "/plugin/plugin.py")

    def test_the_base_class_is_never_the_plugin(self):
        heir = type("Heir", (Doubler,), {})
        self.assertIs(self.found(Plugin=sdk.Plugin, Heir=heir), heir)
        self.assertIs(self.found(Plugin=sdk.Plugin, execute=print), print)
        with self.assertRaisesRegex(PluginError, "neither a class"):
            self.found(Plugin=sdk.Plugin)

    def test_misspelt_parameters_are_told_for_its_classes(self):
        class Plain(sdk.Plugin):
            def execute(self, data, factor=1):
                return factor

        told = []
        given = Fields(data=1, parameters={"facter": 1}, metadata={}, context=Fields())
        self.assertEqual(calling.run(loading.Plan("", None, Plain), given, told.append), 1)
        self.assertEqual(told, ["`execute` does not take the parameter `facter`; it takes: factor"])


if __name__ == "__main__":
    unittest.main()
