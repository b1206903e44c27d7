"""What Python adds to the facade's own times, both measured in turns.

    python omniplug-py/benches/overhead.py [ROUNDS [PROFILE]]

It needs the installed package with pandas and pyarrow, built with the same cargo profile (`release`), and cargo for the
facade's side.
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

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "omniplug-py" / "tests"))
from plugins import ECHO, write  # noqa: E402

TURNS = 3
ROWS, COLUMNS = 1_250_000, 10


def median(rounds, call):
    """The median time of a call, in microseconds; the first calls warm up."""
    for _ in range(rounds // 10 + 2):
        call()
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        call()
        times.append((time.perf_counter() - begin) * 1e6)
    return statistics.median(times)


def in_python(home, rounds):
    frame = pandas.DataFrame({f"c{n}": numpy.arange(ROWS) * (n + 1.0) for n in range(COLUMNS)})
    with Omniplug.open(home) as host:
        return {
            "show": median(rounds, lambda: host.show("echo")),
            "list": median(rounds, host.list),
            "execute": median(rounds, lambda: host.execute("echo", 1)),
            "table": median(9, lambda: host.execute("echo", frame).table.to_pandas()),
        }


def in_rust(home, rounds, profile):
    command = ["cargo", "bench", "--quiet", "--profile", profile, "-p", "omniplug-py", "--bench", "facade", "--", str(home), str(rounds)]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout)


def main(rounds=200, profile="release"):
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        with Omniplug.open(home) as host:
            host.install(write(folder, "echo", ECHO))
        turns = [(in_rust(home, int(rounds), profile), in_python(home, int(rounds))) for _ in range(TURNS)]
    for name in turns[0][0]:
        rust, python = (statistics.median(turn[side][name] for turn in turns) for side in (0, 1))
        print(f"{name:8} facade {rust:10.0f} us, Python {python:10.0f} us: {python - rust:+8.0f} us, {python / rust:.2f} times")


if __name__ == "__main__":
    main(*sys.argv[1:])
