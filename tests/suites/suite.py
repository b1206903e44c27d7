"""What a suite is: a command whose output tells how many tests passed."""
import os
import re
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TARGET = ROOT / os.environ.get("CARGO_TARGET_DIR", "target")
WORK = TARGET / "tests"
# A suite that takes longer hangs: the longest takes a third of it on two idle processors.
TIMEOUT_SECONDS = 40 * 60
SHOWN_LINES = 150


class Suite:
    """A command whose output tells how many tests passed. One that `expects` a text is one test: it passes when the
    command ends well and has printed that."""

    def __init__(self, name, command, folder=ROOT, environment=None, user=None, expects=None):
        self.name, self.folder, self.user, self.expects = name, folder, user, expects
        self.command = [str(word) for word in command]
        self.environment = {**os.environ, **(environment or {})}
        self.log = WORK / "logs" / (re.sub(r"\W+", "-", name) + ".log")

    def run(self):
        """Runs it and gives passed, failed and skipped."""
        started = time.monotonic()
        status = self.wait()
        output = self.log.read_text(errors="replace")
        passed, failed, skipped = count(output)
        if self.expects is not None and not passed and not failed:
            passed = int(status == 0 and self.expects in output)
            failed = 1 - passed
        elif status != 0 and failed == 0:
            failed = 1
        seconds = time.monotonic() - started
        if passed or failed or skipped:
            print("%-55s %4d passed, %d failed, %d skipped  (%.1f s)"
                  % (self.name, passed, failed, skipped, seconds), flush=True)
        if failed or (skipped and forbid_skips()):
            print("--- the end of %s (status %s)" % (self.log, status))
            print("\n".join(output.splitlines()[-SHOWN_LINES:]), flush=True)
        return passed, failed, skipped

    def wait(self):
        """Runs the command, with its output to the log, and gives its status."""
        who = {"user": self.user, "group": self.user, "extra_groups": []} if self.user else {}
        with open(self.log, "wb") as log:
            process = subprocess.Popen(
                self.command, cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
                stdout=log, stderr=subprocess.STDOUT, start_new_session=True, **who)
            try:
                return process.wait(TIMEOUT_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, 9)
                process.wait()
                return "no end within %d s" % TIMEOUT_SECONDS


def count(output):
    """Passed, failed and skipped tests, from the closing lines of libtest, unittest and testthat."""
    passed = failed = skipped = 0
    for result in re.finditer(r"^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored", output, re.M):
        passed, failed, skipped = (a + int(b) for a, b in zip((passed, failed, skipped), result.groups()))
    # Tests that found something missing say so and return; libtest counts them as passed.
    told = len(set(re.findall(r"^SKIPPED .*", output, re.M)))
    passed, skipped = passed - told, skipped + told
    for ran, end in re.findall(r"^Ran (\d+) tests? in .*\n+((?:OK|FAILED).*)", output, re.M):
        number = {name: int(value) for name, value in re.findall(r"(\w+)=(\d+)", end)}
        wrong = number.get("failures", 0) + number.get("errors", 0)
        passed += int(ran) - wrong - number.get("skipped", 0)
        failed, skipped = failed + wrong, skipped + number.get("skipped", 0)
    for result in re.finditer(r"^\[ FAIL (\d+) \| WARN \d+ \| SKIP (\d+) \| PASS (\d+) \]$", output, re.M):
        failed, skipped, passed = (a + int(b) for a, b in zip((failed, skipped, passed), result.groups()))
    return passed, failed, skipped


def forbid_skips():
    return os.environ.get("OMNIPLUG_FORBID_SKIPS") == "1"


def unittests(python, folder, *words):
    """The command that runs a folder of unittest's tests."""
    return [python, "-m", "unittest", "discover", "--start-directory", folder, *words]
