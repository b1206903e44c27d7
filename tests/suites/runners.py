"""What runs inside the sandbox, tested apart from the host, and the examples of plugins."""
import sys

from .needs import SYSTEM_PYTHON, virtual_environment
from .suite import ROOT, Suite, unittests

# What the results of the examples are compared with.
REFERENCE_PACKAGES = ["numpy>=2,<3", "pandas>=2,<4"]


def suites(binary, wanted):
    """The runners, and the examples by the command at `binary`."""
    python = SYSTEM_PYTHON if SYSTEM_PYTHON.exists() else sys.executable
    yield Suite("runner, Python", unittests(python, "tests/runner/python"))
    name = "runner, Python with NumPy and pandas"
    if wanted(name):
        yield Suite(name, unittests(reference_python(), "tests/runner/pandas"))
    yield Suite("runner, R, sessions", unittests(python, "tests/runner/r"))
    for script in sorted(ROOT.glob("tests/runner/r/test_*.R")):
        yield Suite("runner, R, " + script.stem, ["Rscript", script], expects="")
    name = "examples against NumPy, pandas and R"
    if wanted(name):
        yield Suite(name, unittests(reference_python(), "tests/examples"),
                    environment={"OMNIPLUG_BINARY": str(binary)})


def reference_python():
    """A Python with the packages that results are compared with."""
    return virtual_environment("python", REFERENCE_PACKAGES)
