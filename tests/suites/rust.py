"""The Rust suites, as root or this user, and a second time as an ordinary user."""
import json
import os
import pwd
import shutil
import subprocess
from pathlib import Path

from . import containers
from .needs import SYSTEM_PYTHON
from .suite import ROOT, Suite

# Tests that compare source files, which an ordinary user may not reach; once is enough for them.
SOURCE_TESTS = [
    "the_committed_schema_is_that_of_the_types", "every_file_is_embedded", "every_file_is_in_the_catalogue",
]
# Folders of packages whose tests start no sandbox.
WITHOUT_SANDBOX = ["omniplug-cli", "omniplug-c", "rust"]


def build():
    """Builds the programs and the tests; gives name, file and package folder of each test program."""
    command = ["cargo", "build", "--workspace", "--bins", "--tests", "--locked",
               "--message-format=json-render-diagnostics"]
    messages = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    programs = []
    for message in map(json.loads, messages.splitlines()):
        if message["reason"] == "compiler-artifact" and message["profile"]["test"] and message["executable"]:
            folder = Path(message["manifest_path"]).parent
            name = "%s %s" % (folder.name, message["target"]["name"])
            programs.append((name, Path(message["executable"]), folder))
    return sorted(programs)


def suites(programs, stage):
    """All of Rust."""
    yield from of_programs(programs, "as root" if os.geteuid() == 0 else "as this user")
    if os.geteuid() == 0:
        yield from as_ordinary_user(programs, stage)
    yield Suite("rust examples in the documentation", ["cargo", "test", "--workspace", "--doc", "--locked"])


def of_programs(programs, who, root=ROOT, environment=None, user=None, skip=()):
    """One suite for each test program. They run as cargo runs them: in the package's folder."""
    skips = [word for name in skip for word in ("--skip", name)]
    for name, program, package in programs:
        package = root / package.relative_to(ROOT)
        yield Suite("rust %s, %s" % (name, who), [program, "--show-output", *skips], package, {
            "CARGO_MANIFEST_DIR": str(package), "INSTA_WORKSPACE_ROOT": str(root), "INSTA_UPDATE": "no",
            **(environment or {})}, user)


def free_user():
    """The number of a user whom nobody is."""
    number = 47_000
    while True:
        try:
            pwd.getpwuid(number)
        except KeyError:
            return number
        number += 1


def as_ordinary_user(programs, stage):
    """Suites of the same programs for an ordinary user, who may not be able to reach this clone."""
    user = free_user()
    home = stage / "home"
    for folder in (home, home / "tmp", home / "target" / "debug" / "deps"):
        folder.mkdir(parents=True)
    source = home / "source"
    ignored = shutil.ignore_patterns("target", ".git", "__pycache__")
    shutil.copytree(ROOT, source, ignore=ignored, symlinks=True)
    copied = []
    for name, program, package in programs:
        if package.name in WITHOUT_SANDBOX or name.split()[-1] in containers.PROGRAMS:
            continue
        target = home / "target" / "debug" / "deps" / program.name
        shutil.copy(program, target)
        copied.append((name, target, package))
    shutil.copy(programs[0][1].parent.parent / "omniplug", home / "target" / "debug")
    subprocess.run(["chown", "-R", "%d:%d" % (user, user), home], check=True)
    stage.chmod(0o755)
    environment = {
        "HOME": str(home), "TMPDIR": str(home / "tmp"), "USER": "omniplug", "LOGNAME": "omniplug",
        "PATH": "/usr/local/bin:/usr/bin:/bin", "OMNIPLUG_PYTHON": str(SYSTEM_PYTHON),
        "XDG_CACHE_HOME": str(home / "cache"), "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
    }
    return of_programs(copied, "as an ordinary user", source, environment, user,
                       SOURCE_TESTS + containers.TESTS)
