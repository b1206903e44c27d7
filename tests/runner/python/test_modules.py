"""The runner's modules by themselves: JSON, results, columns, entry points, arguments."""
import ctypes
import datetime
import decimal
import enum
import os
import struct
import sys
import types
import unittest
import uuid
from collections import namedtuple
from dataclasses import dataclass
from unittest import mock

from harness import RUNNER

sys.path.insert(0, str(RUNNER / "python"))
sys.dont_write_bytecode = True

from omniplug_runner import calling, dry_run, loading, results, run, tables, wire  # noqa: E402
from omniplug_runner.columns import encode_table  # noqa: E402
from omniplug_runner.errors import PluginError, describe  # noqa: E402
from omniplug_runner.values import Fields, Table  # noqa: E402


class SearchPaths(unittest.TestCase):
    def paths(self, library_paths):
        kept = sys.path[:]
        sys.path[:] = ["/plugin", "/usr/lib/python3.11", "/usr/lib/python3/dist-packages", "/venv/site-packages"]
        try:
            run._search_paths({"library_paths": library_paths})
            return sys.path[:]
        finally:
            sys.path[:] = kept

    def test_an_environment_takes_the_place_of_the_packages_beside_the_interpreter(self):
        # Packages of the two are not made for each other: pandas for one NumPy breaks with the next.
        self.assertEqual(self.paths(["/environment"]), ["/plugin", "/usr/lib/python3.11", "/environment", run.SDK])

    def test_without_an_environment_they_stay(self):
        self.assertEqual(self.paths([])[2:], ["/usr/lib/python3/dist-packages", "/venv/site-packages", run.SDK])


class Json(unittest.TestCase):
    def test_reads_what_the_host_writes(self):
        self.assertEqual(wire.parse_json(' {"a":[1,2.5,null,"\\ud83d\\ude00"]}\n'), {"a": [1, 2.5, None, "😀"]})

    def test_refuses_what_is_no_json(self):
        for text in ("", "{", "[1,]", "1 2", "nope", '{"a" 1}'):
            with self.assertRaises(ValueError, msg=text):
                wire.parse_json(text)

    def test_writes_compactly_and_exactly(self):
        self.assertEqual(wire.to_json({"a": [0.1, 1e300, "é\n", True, None]}), '{"a":[0.1,1e+300,"é\\n",true,null]}')


class Results(unittest.TestCase):
    def convert(self, value):
        self.converter = results.Converter(wire.Body())
        return self.converter.convert(value, "data")

    def problem(self, value):
        with self.assertRaises(PluginError) as caught:
            self.convert(value)
        return caught.exception.message

    def test_numbers_that_json_lacks_become_null_with_one_warning(self):
        self.assertEqual(self.convert([1.0, float("nan"), {"x": float("inf")}]), [1.0, None, {"x": None}])
        self.assertEqual(self.convert([1e308, 1e308]), [1e308, 1e308])
        self.convert([float("nan")] * 3)
        self.assertEqual(len(self.converter.warnings()), 1)
        self.assertIn("3 numbers", self.converter.warnings()[0])

    def test_integers_beyond_64_bits_keep_their_digits(self):
        self.assertEqual(self.convert([2**64 - 1, -2**63]), [2**64 - 1, -2**63])
        self.assertEqual(self.convert(2**64), str(2**64))
        self.assertIn("64 bits", self.converter.warnings()[0])
        self.assertTrue(self.convert(10**5000))

    def test_known_types_have_a_form(self):
        class Color(enum.Enum):
            RED = "red"

        class Level(enum.IntEnum):
            HIGH = 3

        @dataclass
        class Point:
            x: int
            y: float

        Pair = namedtuple("Pair", "a b")
        moment = datetime.datetime(2024, 5, 1, 12, tzinfo=datetime.timezone.utc)
        self.assertEqual(self.convert(moment), "2024-05-01T12:00:00+00:00")
        self.assertEqual(self.convert(datetime.date(2024, 5, 1)), "2024-05-01")
        self.assertEqual(self.convert(datetime.timedelta(minutes=1)), 60.0)
        self.assertEqual(self.convert(decimal.Decimal("0.10")), "0.10")
        self.assertEqual(self.convert(uuid.UUID(int=1)), str(uuid.UUID(int=1)))
        self.assertEqual(self.convert([Color.RED, Level.HIGH]), ["red", 3])
        self.assertEqual(self.convert(Point(1, 2.0)), {"x": 1, "y": 2.0})
        self.assertEqual(self.convert((Pair(1, 2), range(2))), [[1, 2], [0, 1]])
        self.assertEqual(self.convert({1: "a", None: "b", True and 2.5: "c"}), {"1": "a", "null": "b", "2.5": "c"})

    def test_what_has_no_form_is_named_with_its_place(self):
        self.assertIn("`data.x[3]` is a `set`", self.problem({"x": [1, 2, 3, {1}]}))
        self.assertIn("base64", self.problem(b"x"))
        self.assertIn("`complex`", self.problem([1j]))
        self.assertIn("twice", self.problem({1: 0, "1": 0}))
        self.assertIn("`$table`, which is reserved", self.problem({"$table": 0}))
        self.assertIn("make keys text", self.problem({(1, 2): 0}))

    def test_what_holds_itself_is_an_error(self):
        endless = []
        endless.append(endless)
        self.assertIn("holds itself", self.problem(endless))
        looped = {}
        looped["x"] = looped
        self.assertIn("holds itself", self.problem(looped))

    def test_an_envelope_is_told_from_data(self):
        envelope = lambda value: results.Converter(wire.Body()).envelope(value)  # noqa: E731
        self.assertEqual(envelope({"data": 1, "logs": "a", "warnings": [1]})["warnings"], ["1"])
        self.assertEqual(envelope({"data": 1, "other": 2})["data"], {"data": 1, "other": 2})
        self.assertIsNone(envelope(None)["data"])
        self.assertEqual(envelope({"data": 1, "execution_time": 2.0})["metadata"], {"execution_time": 2.0})
        for failed in ({"data": None, "errors": ["no"]}, {"data": 1, "success": False, "errors": ["no"]}):
            with self.assertRaises(PluginError) as caught:
                envelope(failed)
            self.assertEqual((caught.exception.kind, caught.exception.message), ("PluginError", "no"))


class Columns(unittest.TestCase):
    def both_ways(self, **columns):
        body = wire.Body()
        described = encode_table(Table(columns), body, "data", [])
        raw = memoryview(bytearray(b"".join(bytes(part) for part in body.parts)))
        self.kinds = [column["type"] for column in described["columns"]]
        return tables.attach({"$table": 0}, [described], raw, plain=True)

    def test_lists_of_each_type_come_back(self):
        columns = {
            "f": [0.1, None, 1e300], "i": [1, None, -2**63], "u": [2**64 - 1, 0, 1], "b": [True, None, False],
            "s": ["é€", None, ""], "d": [datetime.date(1969, 12, 31), None, datetime.date(2024, 2, 29)],
            "t": [datetime.datetime(2024, 1, 1, 1, 2, 3, 4), None, datetime.datetime(1900, 1, 1)],
        }
        self.assertEqual(self.both_ways(**columns), Table(columns))
        self.assertEqual(self.kinds, ["float64", "int64", "uint64", "bool", "utf8", "date", "timestamp"])

    def test_nanoseconds_are_text_with_all_their_digits(self):
        counts = struct.pack("<3q", 1, -1, 1_714_564_800_123_456_789)
        column = {"name": "t", "type": "timestamp", "unit": "ns", "validity": None, "data": [0, 24]}
        read = lambda **more: tables.attach(  # noqa: E731
            {"$table": 0}, [{"rows": 3, "columns": [{**column, **more}]}], memoryview(counts), plain=True)["t"]
        texts = ["1970-01-01T00:00:00.000000001", "1969-12-31T23:59:59.999999999", "2024-05-01T12:00:00.123456789"]
        self.assertEqual(read(), texts)
        self.assertEqual(read(timezone="UTC"), [text + "+00:00" for text in texts])

    def test_empty_and_missing_columns(self):
        self.assertEqual(self.both_ways(x=[], y=[]), Table(x=[], y=[]))
        self.assertEqual(self.both_ways(x=[None]), Table(x=[None]))

    def test_columns_that_do_not_fit_are_named(self):
        for columns, text in (
            ({"x": [1], "y": [1, 2]}, "`data['y']` has 2 values"), ({"x": [1, "a"]}, "mixes"),
            ({"x": [[1]]}, "holds a `list` in row 0"), ({"x": [2**64]}, "64 bits"), ({"x": "abc"}, "make it a list"),
        ):
            with self.assertRaises(PluginError) as caught:
                self.both_ways(**columns)
            self.assertIn(text, caught.exception.message)


class Scripts(unittest.TestCase):
    def is_script(self, source):
        return loading.is_script(compile(source, "plugin.py", "exec"), source.encode())

    def test_scripts_are_told_without_running_them(self):
        for source in (
            "print(1)", "con.execute('x')", "open('/plugin/input.json')\nclass A: pass", "def main(): pass\nmain()",
            "from numpy import *\nopen('input.json')", "x = lambda execute: 1",
        ):
            self.assertTrue(self.is_script(source), source)

    def test_what_defines_execute_is_no_script(self):
        long = "\n".join("v%d = %d" % (i, i) for i in range(300))
        for source in (
            "def execute(d): pass", "execute = print", "from a import execute", "import a as execute",
            "if True:\n  def execute(d): pass", "class A:\n  def execute(self, d): open('input.json')",
            "class A(B): pass", long + "\ndef execute(d): pass", "async def execute(d): pass",
        ):
            self.assertFalse(self.is_script(source), source)


class Arguments(unittest.TestCase):
    given = Fields(
        data=[1], parameters={"k": 5, "z": 6}, metadata={"m": 1},
        context=Fields(plugin_id="p", config={"level": 2}),
    )

    def call(self, function):
        return calling.call(function, self.given, self.given)

    def test_arguments_are_bound_by_name(self):
        self.assertIs(self.call(lambda input_data: input_data), self.given)
        self.assertEqual(self.call(lambda data, parameters: (data, parameters)), ([1], {"k": 5, "z": 6}))
        self.assertEqual(self.call(lambda x, context, config: (context.plugin_id, config)), ("p", {"level": 2}))
        self.assertEqual(self.call(lambda x, k, other=7: (k, other)), (5, 7))
        self.assertEqual(self.call(lambda x, *, k, q=1, **rest: (k, q, rest)), (5, 1, {"z": 6}))
        self.assertEqual(self.call(lambda *a: len(a)), 1)
        self.assertEqual(self.call(lambda: 3), 3)

    def test_a_wrapped_function_is_seen_through(self):
        import functools

        def wrapper(inner):
            @functools.wraps(inner)
            def outer(*args, **kwargs):
                return inner(*args, **kwargs)
            return outer

        self.assertEqual(self.call(wrapper(lambda data, k=1: (data, k))), ([1], 5))

    def test_a_missing_argument_is_named(self):
        with self.assertRaisesRegex(PluginError, "needs the argument `alpha`"):
            self.call(lambda x, alpha: 1)


class Rehearsals(unittest.TestCase):
    def test_the_rehearsal_of_a_session_succeeds(self):
        replies = []

        def deliver(message, *rest):
            replies.append(wire.parse_json(message.decode()))
            plain(message, *rest)

        plain = run.deliver
        protection = types.SimpleNamespace(harmless=ctypes.CDLL(None).getpid)
        before = os.listdir("/proc/self/fd")
        with mock.patch.object(run, "deliver", deliver):
            dry_run.execute(protection)
        self.assertEqual(os.listdir("/proc/self/fd"), before)
        reply, = replies
        self.assertEqual((reply["status"], reply["data"]), ("success", [1, 2.5, "text", None, {"key": True}]))


class Errors(unittest.TestCase):
    def test_an_error_whose_text_fails_is_told(self):
        class Bad(Exception):
            def __str__(self):
                raise RuntimeError("x")

        self.assertEqual(describe(Bad())["type"], "Bad")
        self.assertLess(len(describe(ValueError("x" * 10**6))["message"]), 2100)


if __name__ == "__main__":
    unittest.main()
