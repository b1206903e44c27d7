"""The faces for Python, R and C. All are built in the tests' profile, in the tests' target folder."""
import os
import subprocess
import sys

from .needs import SYSTEM_PYTHON, virtual_environment
from .suite import ROOT, TARGET, Suite, unittests

# What the Python face is tested with: the libraries whose tables it takes, mypy, and what its example needs.
PYTHON_PACKAGES = [
    "fastapi", "gunicorn", "httpx", "mypy>=1.11", "numpy>=2,<3", "pandas>=2.2,<4", "polars>=1", "pyarrow>=14", "tqdm",
    "uvicorn", "uvicorn-worker",
]
NORMALIZER = "examples/plugins/data_normalizer"
R_ANSWER = "x\n1 -1\n2  0\n3  1\n"
# Hosts, processes and scenarios need none of them; gunicorn, hosts, tables and types are tried with them.
ALONE, TOGETHER = "test_[hps]*.py", "test_[ght]*.py"
R_CHECK = """
R CMD check --no-manual --output={stage} {stage}/dist/omniplug_*.tar.gz
grep '^\\[ FAIL' {stage}/omniplug.Rcheck/tests/testthat.Rout*
grep -q '^Status: OK$' {stage}/omniplug.Rcheck/00check.log || {{ cat {stage}/omniplug.Rcheck/00install.out; exit 1; }}
"""


def suites(stage, wanted):
    """All faces."""
    interpreter = SYSTEM_PYTHON if SYSTEM_PYTHON.exists() else sys.executable
    yield Suite("faces, none falls behind", unittests(interpreter, "tests/faces"))
    yield from python(stage, wanted)
    yield from r(stage, wanted)
    yield Suite("C, the library", unittests(interpreter, "tests/c"), environment={"CARGO_TARGET_DIR": str(TARGET)})


def python(stage, wanted):
    """The wheel: with nothing beside it, and with everything that it knows."""
    alone, together = "Python, the wheel alone", "Python, the wheel with the libraries that it knows"
    host = "Python, the example of a host"
    if not any(map(wanted, (alone, together, host))):
        return
    wheel = built_wheel(stage)
    if wanted(alone):
        yield Suite(alone, unittests(with_wheel("wheel", [], wheel), "omniplug-py/tests", "--pattern", ALONE))
    if wanted(together) or wanted(host):
        libraries = with_wheel("wheel-libraries", PYTHON_PACKAGES, wheel)
        yield Suite(together, unittests(libraries, "omniplug-py/tests", "--pattern", TOGETHER))
        yield Suite(host, [libraries, "examples/hosts/python/app.py"],
                    environment={"OMNIPLUG_HOME": str(stage / "python-host")}, expects="{'x': [-1.0, 0.0, 1.0]}")


def built_wheel(stage):
    """The wheel of the Python face, built as `pip install ./omniplug-py` builds it."""
    builder = virtual_environment("wheel-builder", ["maturin>=1.16,<2"])
    subprocess.run([builder, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", stage / "wheels",
                    "./omniplug-py"], cwd=ROOT, check=True, stdin=subprocess.DEVNULL, env={
                        **os.environ, "CARGO_TARGET_DIR": str(TARGET), "MATURIN_PEP517_ARGS": "--profile dev --locked",
                        "PATH": "%s:%s" % (builder.parent, os.environ["PATH"])})
    return next((stage / "wheels").glob("omniplug-*.whl"))


def with_wheel(name, packages, wheel):
    """The Python of a virtual environment with packages and the wheel."""
    there = virtual_environment(name, packages)
    subprocess.run([there, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--force-reinstall", wheel],
                   check=True, stdin=subprocess.DEVNULL)
    return there


def r(stage, wanted):
    """The R package: the source package that brings its crates, installed into a library of its own and checked."""
    check, host = "R, R CMD check of the source package", "R, the example of a host"
    if not (wanted(check) or wanted(host)):
        return
    variables = {"OMNIPLUG_R_PROFILE": "dev", "OMNIPLUG_REPOSITORY": str(ROOT), "XZ_OPT": "-1",
                 "CARGO_TARGET_DIR": str(TARGET / "r-package")}
    subprocess.run(["omniplug-r/tools/build", stage / "dist"], cwd=ROOT, check=True, stdin=subprocess.DEVNULL,
                   env={**os.environ, **variables})
    # A library that is not stripped of what debuggers need is larger than R's check likes.
    yield Suite(check, ["sh", "-c", R_CHECK.format(stage=stage)],
                environment={**variables, "_R_CHECK_PKG_SIZES_": "false"})
    yield Suite(host, ["Rscript", "examples/hosts/r/host.R", stage / "r-host", NORMALIZER], expects=R_ANSWER,
                environment={"R_LIBS": str(stage / "omniplug.Rcheck")})
