"""Types: of the package itself, of who uses it, and of the stubs against what is there."""
import subprocess
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent

try:
    import mypy  # noqa: F401
except ImportError as error:
    raise unittest.SkipTest(str(error)) from None


class Typing(unittest.TestCase):
    def check(self, *words):
        command = [sys.executable, "-m", *words]
        ended = subprocess.run(command, cwd=HERE.parent, capture_output=True, text=True)
        self.assertEqual(ended.returncode, 0, ended.stdout + ended.stderr)

    def test_the_package_is_strictly_typed(self):
        self.check("mypy", "--strict", "python/omniplug")

    def test_a_host_that_uses_it_is_strictly_typed(self):
        self.check("mypy", "--strict", "--warn-unused-ignores", str(HERE / "typed.py"))

    def test_the_stubs_are_those_of_the_native_module(self):
        self.check("mypy.stubtest", "omniplug._native")


if __name__ == "__main__":
    unittest.main()
