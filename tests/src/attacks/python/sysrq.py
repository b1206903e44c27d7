import os
import stat
from probe import attempt


def trigger():
    status = os.stat("/proc/sysrq-trigger")
    if stat.S_ISCHR(status.st_mode) and status.st_rdev == os.makedev(1, 3):
        raise OSError("it is /dev/null")
    with open("/proc/sysrq-trigger", "w") as file:
        # `h` prints help into the kernel's log and does no harm.
        return file.write("h")


def execute(given):
    return {"trigger": attempt(trigger)}
