"""What the tests of the Docker sandbox need: a daemon that answers, and images."""
import os
import shutil
import subprocess
import sys
import time

from .suite import ROOT

# Programs that only root can run: who may speak with a daemon is root on its host.
PROGRAMS = ["docker_conformance", "docker_trouble", "private_daemon", "cli_sandbox"]
# The like among the tests of other programs.
TESTS = ["in_a_container"]
START_SECONDS = 30


def answers():
    """Whether a daemon answers."""
    return subprocess.run(["docker", "version"], capture_output=True).returncode == 0


def prepare():
    """Has the daemon started and the images made. Where that can't be the tests say that they are skipped."""
    if os.geteuid() != 0 or not shutil.which("docker"):
        return
    if not answers() and shutil.which("service"):
        subprocess.run(["service", "docker", "start"], capture_output=True, stdin=subprocess.DEVNULL)
        end = time.monotonic() + START_SECONDS
        while not answers() and time.monotonic() < end:
            time.sleep(0.2)
    if not answers():
        print("no Docker daemon answers\nhint: start it, as in `dockerd &`", flush=True)
        return
    if subprocess.run([ROOT / "tests" / "images" / "build"], stdin=subprocess.DEVNULL).returncode:
        sys.exit("the images of the tests could not be made")
