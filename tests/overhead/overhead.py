"""What Python, R and C add to the facade's own times, all measured in turns in one run.

    python tests/overhead/overhead.py FACADE [C [ROUNDS]]

FACADE is the program of `cargo bench -p omniplug-core --bench facade --no-run`, and C that of host.c beside this file. Python's
side is the installed package of the interpreter that runs this, with pandas and pyarrow; R's the package that Rscript
finds. All have to be built for release, and what is not there is left out.
"""
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy
import pandas

from omniplug import Omniplug

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "omniplug-py" / "tests"))
from plugins import ECHO, write  # noqa: E402

TURNS = 3
ROWS, COLUMNS = 1_250_000, 10
IMPORTS = 21
# Microseconds more than the facade, and for the table how many times as long.
TARGETS = {
    ("Python", "show"): 50, ("Python", "list"): 50, ("C", "show"): 50, ("C", "list"): 50, ("R", "show"): 150,
    ("R", "list"): 150, ("Python", "execute"): 200,
}
TABLE_TARGET, IMPORT_TARGET = 1.3, 50


def median(rounds, call):
    """The median time of a call, in microseconds; the first calls warm up."""
    for _ in range(rounds // 10 + 2):
        call()
    return statistics.median(timed(call) for _ in range(rounds))


def timed(call):
    begin = time.perf_counter()
    call()
    return (time.perf_counter() - begin) * 1e6


def in_python(home, rounds):
    frame = pandas.DataFrame({f"c{n}": numpy.arange(ROWS) * (n + 1.0) for n in range(COLUMNS)})
    with Omniplug.open(home) as host:
        return {
            "show": median(rounds, lambda: host.show("echo")),
            "list": median(rounds, host.list),
            "execute": median(rounds, lambda: host.execute("echo", 1)),
            "table": median(9, lambda: host.execute("echo", frame).table.to_pandas()),
        }


def in_program(*command):
    return lambda home, rounds: json.loads(subprocess.run(
        [*command, str(home), str(rounds)], check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()[-1])


def import_time():
    """Milliseconds that importing the package takes, beyond the interpreter's own start."""
    def run(code):
        return statistics.median(timed(lambda: subprocess.run([sys.executable, "-c", code], check=True))
                                 for _ in range(IMPORTS))
    return (run("import omniplug") - run("pass")) / 1000


def main(facade, c=None, rounds="500"):
    sides = {"facade": in_program(facade), "Python": in_python}
    if c is not None:
        sides["C"] = in_program(c)
    if not subprocess.run(["Rscript", "-e", "quit(status = !requireNamespace('omniplug', quietly = TRUE))"],
                          capture_output=True).returncode:
        sides["R"] = in_program("Rscript", str(HERE / "host.R"))
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        with Omniplug.open(home) as host:
            host.install(write(folder, "echo", ECHO))
        turns = [{name: side(home, int(rounds)) for name, side in sides.items()} for _ in range(TURNS)]
    times = {side: {what: statistics.median(turn[side][what] for turn in turns) for what in turns[0][side]}
             for side in sides}
    for side in times:
        for what, spent in times[side].items():
            tell(side, what, spent, times["facade"][what])
    print(f"Python   import   {import_time():10.1f} ms (target: below {IMPORT_TARGET})")


def tell(side, what, spent, facade):
    line = f"{side:8} {what:8} {spent:10.0f} us"
    if side != "facade":
        target = TARGETS.get((side, what))
        told = f" (target: at most +{target})" if target else ""
        told = f" (target: at most {TABLE_TARGET} times)" if what == "table" else told
        line += f": {spent - facade:+9.0f} us, {spent / facade:.2f} times the facade's{told}"
    print(line)


if __name__ == "__main__":
    main(*sys.argv[1:])
