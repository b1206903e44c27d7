"""Whole executions of the runner under bubblewrap. Skipped where namespaces can't be made."""
import os
import shutil
import sys
import unittest

from harness import RUNNER, Run, available

sys.path.insert(0, str(RUNNER / "python"))

CLASS = """
class Plugin:
    def __init__(self, context):
        print("made", context.plugin_id)
    def validate_input(self, input_data):
        return input_data.data != "bad"
    def execute(self, input_data):
        if input_data.data == "fail":
            raise KeyError("gone")
        return {"data": input_data.data, "logs": ["done"]}
    def cleanup(self):
        print("cleaned")
"""


def function(body):
    return {"plugin.py": "def execute(input_data):\n    " + body.replace("\n", "\n    ")}


@unittest.skipUnless(available(), "bubblewrap can't run here")
class Python(unittest.TestCase):
    def test_a_class_lives_through_its_methods(self):
        run = Run({"plugin.py": CLASS}, data=[1])
        self.assertEqual((run.data, run.header["logs"], run.out), ([1], ["done"], "made p\ncleaned\n"))
        run = Run({"plugin.py": CLASS}, data="bad")
        self.assertEqual((run.error["type"], run.out), ("InvalidInput", "made p\ncleaned\n"))
        run = Run({"plugin.py": CLASS}, data="fail")
        self.assertEqual((run.error["type"], run.error["message"]), ("KeyError", "'gone'"))
        self.assertIn("cleaned", run.out)
        self.assertNotIn("omniplug", run.error["traceback"])

    def test_a_name_chooses_and_several_classes_do_not(self):
        two = {"m.py": "class A:\n  def execute(self, d): return 'A'\nclass B:\n  def execute(self, d): return 'B'\n"}
        self.assertEqual(Run(two, "m.py:B").data, "B")
        self.assertIn("`A`, `B`", Run(two, "m.py").error["message"])
        self.assertIn("has no `C`; it has: A, B", Run(two, "m.py:C").error["message"])
        self.assertIn("its Python files: m.py", Run(two, "n.py").error["message"])
        base = {"m.py": "class A:\n  def execute(self, d): return 'A'\nclass B(A): pass\n"}
        self.assertEqual(Run(base, "m.py").data, "A")

    def test_files_of_the_plugin_are_at_hand(self):
        files = {"src/plugin.py": "import helper, pkg.part\ndef execute(d): return [helper.x, pkg.part.y, open('/plugin/t.txt').read()]",
                 "src/helper.py": "x = 1", "pkg/part.py": "y = 2", "t.txt": "text"}
        self.assertEqual(Run(files, "src/plugin.py").data, [1, 2, "text"])

    def test_a_script_runs_once_as_the_main_program(self):
        code = ("import json, sys\nprint('once')\nassert __name__ == '__main__' and sys.argv == ['/plugin/plugin.py']\n"
                "given = json.load(open('/plugin/input.json'))\n"
                "json.dump({'data': [given['data'], float('nan')]}, open('/plugin/output.json', 'w'))\n%s")
        run = Run({"plugin.py": code % "sys.exit()"}, data={"x": 1})
        self.assertEqual((run.data, run.out), ([{"x": 1}, None], "once\n"))
        self.assertEqual(len(run.header["warnings"]), 1)
        self.assertEqual(Run({"plugin.py": code % "sys.exit(3)"}).error["message"], "the script exited with status 3")
        self.assertIn("without writing", Run({"plugin.py": "x = 1"}).error["message"])
        late = "import atexit\natexit.register(lambda: open('/plugin/output.json', 'w').write('{\"data\": 5}'))"
        self.assertEqual(Run({"plugin.py": late}).data, 5)

    def test_an_output_that_is_no_regular_file_is_refused(self):
        for trick in ("os.mkfifo('output.json')", "os.symlink('/etc/passwd', 'output.json')", "os.mkdir('output.json')"):
            error = Run({"plugin.py": "import os\n" + trick}).error
            self.assertEqual(error["type"], "InvalidOutput", trick)
        big = Run({"plugin.py": "open('output.json', 'w').truncate(1 << 30)"})
        self.assertIn("the limit is", big.error["message"])

    def test_every_end_is_told(self):
        for body, kind in (
            ("import sys; sys.exit(0)", "SystemExit"), ("raise KeyboardInterrupt", "KeyboardInterrupt"),
            ("raise GeneratorExit", "GeneratorExit"), ("return execute(input_data)", "RecursionError"),
            ("return {1}", "InvalidResult"), ("x = []; x.append(x); return x", "InvalidResult"),
            ("import no_such_module", "ModuleNotFoundError"),
        ):
            self.assertEqual(Run(function(body)).error["type"], kind, body)
        self.assertEqual(Run({"plugin.py": "def execute(:"}).error["type"], "SyntaxError")
        self.assertEqual(Run(function("raise MemoryError")).header["status"], "out_of_memory")

    def test_a_missing_module_is_named_with_its_remedy(self):
        error = Run(function("import no_such.module")).error
        self.assertIn("`no_such`", error["hint"])
        self.assertIn("dependencies", error["hint"])

    def test_a_parameter_that_nothing_takes_is_told(self):
        code = {"plugin.py": "def execute(data, factor=2): return factor"}
        warnings = Run(code, parameters={"facter": 3}).header["warnings"]
        self.assertEqual(warnings, ["`execute` does not take the parameter `facter`; it takes: factor"])
        for taken in ("data, facter", "data, parameters", "data, **rest", "input_data"):
            run = Run({"plugin.py": "def execute(%s): return 1" % taken}, parameters={"facter": 3})
            self.assertEqual(run.header["warnings"], [], taken)

    def test_no_reply_means_no_reply(self):
        for body in ("import os; os._exit(0)", "import os; os.closerange(0, 100)"):
            self.assertEqual(Run(function(body)).raw, b"", body)

    def test_what_is_printed_stays_out_of_the_reply(self):
        run = Run(function("import os, sys, subprocess\nprint('a', flush=True)\nos.write(1, b'b\\n')\n"
                           "subprocess.run(['echo', 'c'])\nsys.stdout.write('end')\nreturn 1"))
        self.assertEqual((run.data, run.out), (1, "a\nb\nc\nend"))
        printed = "import ctypes\nctypes.CDLL(None).printf(b'from C')\nreturn 1"
        self.assertEqual(Run(function(printed)).out, "from C")

    def test_threads_and_closed_streams_do_not_hold_it(self):
        self.assertEqual(Run(function("import threading, time\nthreading.Thread(target=time.sleep, args=(999,)).start()\nreturn 1")).data, 1)
        self.assertEqual(Run(function("import sys\nsys.stdout.close(); sys.stderr = None\nreturn 1")).data, 1)

    def test_text_that_is_no_unicode_is_repaired(self):
        run = Run(function("return ['\\ud800x', '\\ud83d\\ude00']"))
        self.assertEqual(run.data, ["\ufffdx", "😀"])
        self.assertIn("Unicode", run.header["warnings"][0])

    def test_large_results_arrive_whole(self):
        self.assertEqual(len(Run(function("return 'x' * 5_000_000")).data), 5_000_000)

    def test_older_and_newer_interpreters_run_it(self):
        for version in ("8.18", "9.18", "10.13", "12.1", "13.0"):
            program = os.path.join(os.path.dirname(sys.base_prefix), "3." + version, "bin", "python3")
            if os.path.exists(program):
                run = Run({"plugin.py": CLASS}, data={"x": [1.5]}, interpreter=program,
                          folders=[os.path.dirname(os.path.dirname(program))])
                self.assertEqual(run.data, {"x": [1.5]}, version)


@unittest.skipUnless(available() and shutil.which("R"), "bubblewrap or R is missing")
class R(unittest.TestCase):
    def run_r(self, code, **more):
        return Run({"plugin.R": code}, "plugin.R", language="r", **more)

    def test_functions_bind_their_arguments_by_name(self):
        run = self.run_r("execute <- function(data, k = 3, other = 4, ...) list(sum(data), k, other, list(...))",
                         data=[1, 2.5], parameters={"k": 5, "z": "é"})
        self.assertEqual(run.data, [3.5, 5, 4, {"z": "é"}])

    def test_a_reference_class_lives_through_its_methods(self):
        code = ("P <- setRefClass('P', fields = list(context = 'list'), methods = list("
                "validate_input = function(d) !identical(d$data, 'bad'), execute = function(d) { warning('w'); d$data },"
                "cleanup = function() cat('cleaned')))")
        run = self.run_r(code, data="x")
        self.assertEqual((run.data, run.header["warnings"], run.out), ("x", ["w"], "cleaned"))
        run = self.run_r(code, data="bad")
        self.assertEqual((run.error["type"], run.out), ("InvalidInput", "cleaned"))

    def test_scripts_may_quit_and_ask_whether_they_are_main(self):
        code = ("main <- function() { x <- readLines('/plugin/input.json')\n"
                "cat('{\"data\":', nchar(x) > 5, '}', file = '/plugin/output.json') }\n%s")
        text = code.replace("nchar(x) > 5", "tolower(nchar(x) > 5)")
        self.assertEqual(self.run_r(text % "if (sys.nframe() == 0) main()", data="abcdef").data, True)
        self.assertEqual(self.run_r(text % "main(); quit(status = 0)", data="abcdef").data, True)
        run = self.run_r(text % "main(); quit(status = 4)", data="abcdef")
        self.assertEqual((run.error["message"], run.status), ("the script exited with status 4", 4))

    def test_every_end_is_told(self):
        for body, kind in (
            ("stop('x')", "simpleError"), ("quit()", "quit"), ("function(x) x", "InvalidResult"),
            ("stop('cannot allocate vector of size 1 Gb')", "simpleError"),
        ):
            self.assertEqual(self.run_r("execute <- function(input_data) " + body).error["type"], kind, body)
        deep = self.run_r("f <- function(n) f(n + 1)\nexecute <- function(input_data) f(1)").error
        self.assertIn("infinite recursion", deep["message"] + " infinite recursion" * ("stack" in deep["message"]))
        trace = self.run_r("f <- function() stop('oh')\nexecute <- function(input_data) f()").error["traceback"]
        self.assertEqual(trace.splitlines()[1:], ["  1: execute(input_data)", "  2: f() at plugin.R:2", "Error in f() at plugin.R:1: oh"])

    def test_a_parameter_that_nothing_takes_is_told(self):
        run = self.run_r("execute <- function(data, factor = 2) factor", parameters={"facter": 3})
        self.assertEqual(run.header["warnings"], ["`execute` does not take the parameter `facter`; it takes: factor"])
        for taken in ("data, facter", "data, parameters", "data, ...", "input_data"):
            run = self.run_r("execute <- function(%s) 1" % taken, parameters={"facter": 3})
            self.assertEqual(run.header["warnings"], [], taken)

    def test_errors_tell_file_and_line(self):
        nested = self.run_r("f <- function(x) {\n  stop('oh')\n}\nexecute <- function(data) {\n  f(1)\n}").error
        self.assertEqual(nested["traceback"].splitlines()[1:],
                         ["  1: execute(data = data)", "  2: f(1) at plugin.R:5", "Error in f(1) at plugin.R:2: oh"])
        script = self.run_r("x <- 1\nx + missing_name").error
        self.assertEqual(script["traceback"], "Error at plugin.R:2: object 'missing_name' not found")
        syntax = self.run_r("execute <- function(data) {\n  1 +* 2\n}").error
        self.assertEqual((syntax["type"], syntax["message"]), ("SyntaxError", "plugin.R:2:6: unexpected '*'"))
        self.assertIn("1 +*", syntax["traceback"])

    def test_a_missing_package_is_named_with_its_remedy(self):
        error = self.run_r("library(nosuchpackage)\nexecute <- function(data) 1").error
        self.assertIn("`nosuchpackage`", error["hint"])
        for odd in ("packageNotFoundError", "PluginFailure"):
            condition = "structure(class = c('%s', 'error', 'condition'), list(message = 'm', traceback = 1:2))" % odd
            error = self.run_r("execute <- function(data) stop(%s)" % condition).error
            self.assertEqual((error["type"], error["message"], error["hint"]), (odd, "m", None))


if __name__ == "__main__":
    unittest.main()
