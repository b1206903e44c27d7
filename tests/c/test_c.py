"""The C interface: installed, compiled against, replayed, under valgrind and AddressSanitizer."""
import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
HERE = ROOT / "tests" / "c"
REPLAY = [HERE / file for file in ("replay.c", "calls.c", "match.c", "table.c")]
SCENARIOS = sorted((ROOT / "tests" / "scenarios").glob("*.json"))
WARNINGS = ["-Wall", "-Wextra", "-Werror", "-pedantic", "-g", "-D_POSIX_C_SOURCE=200809L"]
SANITIZERS = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
# What the library keeps for good is pointed at from within by hash tables, which valgrind calls possibly lost.
VALGRIND = ["valgrind", "--quiet", "--error-exitcode=9", "--leak-check=full", "--num-callers=20",
            "--show-leak-kinds=definite,indirect", "--errors-for-leak-kinds=definite,indirect"]
# The image of Python that tests/images/build makes.
IMAGE = "omniplug-test-python"
# Cargo's profile of the library, and the folder of what it builds with it.
PROFILE = os.environ.get("OMNIPLUG_C_PROFILE", "dev")
BUILT = {"dev": "debug"}.get(PROFILE, PROFILE)
CYCLES = os.environ.get("OMNIPLUG_CYCLES", "200")
SLEEPER = {
    "name": "sleeper", "version": "1.0.0", "author": "A. Author", "description": "Is for a test", "language": "python",
    "entry_point": "main.py", "extension_points": ["integration"],
}
EXAMPLE = ROOT / "examples" / "plugins" / "data_normalizer"


def run(command, **more):
    ended = subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                           stderr=subprocess.STDOUT, text=True, errors="replace", timeout=600, **more)
    if ended.returncode:
        raise AssertionError("%s ended with %d:\n%s" % (command, ended.returncode, ended.stdout[-8000:]))
    return ended.stdout


class CInterface(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="omniplug-c-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.prefix = cls.folder / "prefix"
        run(["make", "-C", ROOT / "omniplug-c", "install", "PROFILE=" + PROFILE, "PREFIX=%s" % cls.prefix])
        environment = {**os.environ, "PKG_CONFIG_PATH": str(cls.prefix / "lib" / "pkgconfig")}
        cls.flags = run(["pkg-config", "--cflags", "--libs", "omniplug", "libcjson"], env=environment).split()
        cls.static = run(["pkg-config", "--static", "--libs", "omniplug"], env=environment).split()

    def compile(self, name, *sources, compiler=("cc", "-std=c11"), flags=()):
        program = self.folder / name
        run([*compiler, *WARNINGS, *flags, *sources, "-o", program, *self.flags, "-lm", "-pthread",
             "-Wl,-rpath,%s" % (self.prefix / "lib")])
        return program

    def new_folder(self):
        return Path(tempfile.mkdtemp(dir=self.folder))

    def replay_all(self, name, flags=()):
        program = self.compile(name, *REPLAY, flags=flags)
        self.assertTrue(SCENARIOS)
        for scenario in SCENARIOS:
            with self.subTest(scenario.stem):
                run([program, ROOT, self.new_folder(), scenario])

    def test_scenarios(self):
        self.replay_all("replay")

    def test_scenarios_with_address_sanitizer(self):
        self.replay_all("replay-sanitized", SANITIZERS)

    def test_interface(self):
        run([self.compile("api", HERE / "api.c", HERE / "table.c"), self.new_folder()])

    def test_interface_with_address_sanitizer(self):
        program = self.compile("api-sanitized", HERE / "api.c", HERE / "table.c", flags=SANITIZERS)
        run([program, self.new_folder()])

    def test_interface_with_valgrind(self):
        # No plugin runs here: valgrind ends a program that makes a process which shares its memory, and knows neither
        # Landlock nor descriptors of processes. Following the child or not (`--trace-children`) makes no difference.
        program = self.compile("api-valgrind", HERE / "api.c", HERE / "table.c", HERE / "clone.c")
        run([*VALGRIND, program, self.new_folder()], env={**os.environ, "WITHOUT_FORK": "1"})

    def test_plugins_with_valgrind(self):
        # A daemon that is treated as elsewhere makes the processes, and nothing but its connection is used here.
        if subprocess.run(["docker", "image", "inspect", IMAGE], capture_output=True).returncode:
            self.skipTest("there is no image `%s`; tests/images/build makes it" % IMAGE)
        containers = {"images": {"python": IMAGE}, "pull": False}
        options = {"sandbox": "docker", "policy": {"containers": containers}}
        environment = {**os.environ, "OMNIPLUG_DOCKER_REMOTE": "1", "REPLAY_OPTIONS": json.dumps(options)}
        program = self.compile("replay-valgrind", *REPLAY)
        for name in ("events-and-cancelling", "many-inputs"):
            with self.subTest(name):
                scenario = ROOT / "tests" / "scenarios" / (name + ".json")
                run([*VALGRIND, program, ROOT, self.new_folder(), scenario], env=environment)

    def test_opening_and_closing_leaves_nothing(self):
        run([self.compile("cycles", HERE / "cycles.c"), self.new_folder() / "home", CYCLES])

    def test_a_host_that_is_full_and_one_that_is_broken_have_errors_of_their_own(self):
        plugin = self.new_folder()
        (plugin / "manifest.json").write_text(json.dumps(SLEEPER))
        (plugin / "main.py").write_text("import time, omniplug_sdk\n\ndef execute(data):\n"
                                        "    omniplug_sdk.progress(0.5)\n    time.sleep(60)\n")
        program = self.compile("errors", HERE / "errors.c", flags=SANITIZERS)
        run([program, self.new_folder() / "home", plugin, self.new_folder()])

    def test_example_in_c(self):
        for flags in ((), SANITIZERS):
            program = self.compile("host", ROOT / "examples" / "hosts" / "c" / "main.c", flags=flags)
            printed = run([program, self.new_folder() / "home", EXAMPLE])
            self.assertEqual(printed.strip(), '{"x":[-1.0,0.0,1.0]}')

    def test_example_in_cpp(self):
        source = ROOT / "omniplug-c" / "examples" / "catalogue.cpp"
        for flags, tool in (((), VALGRIND), (SANITIZERS, ())):
            program = self.compile("catalogue", source, compiler=("c++", "-std=c++17"), flags=flags)
            self.assertIn("no such plugin", run([*tool, program, self.new_folder() / "home"]))

    def test_example_in_rust(self):
        program = ROOT / os.environ.get("CARGO_TARGET_DIR", "target") / BUILT / "omniplug-example-host"
        printed = run([program, self.new_folder() / "home", EXAMPLE])
        self.assertEqual(printed.strip(), '{"x":[-1.0,0.0,1.0]}')

    def test_static_library(self):
        program = self.folder / "static"
        static = [word for word in self.static if word not in ("-lomniplug", "-lcjson")]
        run(["cc", "-std=c11", *WARNINGS, ROOT / "examples" / "hosts" / "c" / "main.c", "-o", program,
             "-I%s" % (self.prefix / "include"), self.prefix / "lib" / "libomniplug.a", *static])
        printed = run([program, self.new_folder() / "home", EXAMPLE])
        self.assertEqual(printed.strip(), '{"x":[-1.0,0.0,1.0]}')

    def test_exports_are_those_of_the_header(self):
        header = (self.prefix / "include" / "omniplug.h").read_text()
        declared = set(re.findall(r"^\w.*?\b(omniplug_\w+)\(", header, re.M))
        symbols = run(["nm", "--dynamic", "--defined-only", self.prefix / "lib" / "libomniplug.so"])
        exported = {line.split()[-1] for line in symbols.splitlines()}
        self.assertEqual(declared, exported)

    def test_each_function_says_when_threads_may_call_it(self):
        header = (self.prefix / "include" / "omniplug.h").read_text()
        for comment, name in re.findall(r"/\*\*((?:[^*]|\*(?!/))*)\*/\n\w[^/]*?\b(omniplug_\w+)\(", header):
            with self.subTest(name):
                self.assertRegex(comment, r"Thread-safe|Not while another thread")


if __name__ == "__main__":
    unittest.main()
