"""What the tests need: Debian's packages, and Pythons with packages."""
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from .suite import WORK

SYSTEM_PYTHON = Path("/usr/bin/python3")
R_PACKAGES = ["cli", "jsonlite", "knitr", "R6", "rmarkdown", "testthat"]


def missing_packages():
    """Debian's names of what is missing here."""
    pip = [SYSTEM_PYTHON, "-c", "import pip, venv, ensurepip"]
    needed = {
        "build-essential": shutil.which("c++"),
        "bubblewrap": shutil.which("bwrap"),
        "debootstrap": shutil.which("debootstrap"),
        "docker.io": shutil.which("dockerd"),
        "iproute2": shutil.which("ip"),
        "libcjson-dev": Path("/usr/include/cjson/cJSON.h").exists(),
        "pandoc": shutil.which("pandoc"),
        "pkg-config": shutil.which("pkg-config"),
        "python3": SYSTEM_PYTHON.exists(),
        "python3-pip": SYSTEM_PYTHON.exists() and not subprocess.run(pip, capture_output=True).returncode,
        "r-base-core": shutil.which("Rscript"),
        "r-base-dev": Path("/usr/share/R/include/Rinternals.h").exists(),
        "valgrind": shutil.which("valgrind"),
        "xz-utils": shutil.which("xz"),
    }
    needed["python3-venv"] = needed["python3-pip"]
    r_packages = installed_r_packages()
    needed.update(("r-cran-" + name.lower(), name in r_packages) for name in R_PACKAGES)
    return [name for name, found in needed.items() if not found]


def installed_r_packages():
    if not shutil.which("Rscript"):
        return []
    command = ["Rscript", "-e", "writeLines(rownames(installed.packages()))"]
    return subprocess.run(command, capture_output=True, text=True).stdout.split()


def install_missing():
    missing = missing_packages()
    if not missing:
        return
    command = "apt-get install --yes --no-install-recommends " + " ".join(missing)
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        print("missing here: %s\nhint: as root, `%s`" % (", ".join(missing), command), flush=True)
        return
    print("installing " + ", ".join(missing), flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in ("apt-get update", command):
        ended = subprocess.run(step.split() + ["-qq"], env=quiet, stdin=subprocess.DEVNULL,
                               capture_output=True, text=True)
        if ended.returncode:
            sys.exit("`%s` failed:\n%s%s" % (step, ended.stdout, ended.stderr))


def virtual_environment(name, packages):
    """The Python of a virtual environment with packages, which is made anew when it was made for others."""
    folder = WORK / name
    python, told = folder / "bin" / "python", folder / "packages"
    if not told.exists() or told.read_text().split("\n") != packages:
        base = SYSTEM_PYTHON if importlib.util.find_spec("ensurepip") is None else sys.executable
        subprocess.run([base, "-m", "venv", "--clear", folder], check=True)
        if packages:
            install(python, *packages)
        told.write_text("\n".join(packages))
    return python


def install(python, *packages):
    """Installs packages for a Python, from wheels."""
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--only-binary", ":all:", *packages], check=True,
                   stdin=subprocess.DEVNULL)
