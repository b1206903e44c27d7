import glob
import os
from probe import each, write


def execute(given):
    paths = ["/proc/sys/kernel/core_pattern", "/proc/sys/kernel/modprobe", "/proc/sys/kernel/hostname",
             "/proc/sys/vm/overcommit_memory", "/proc/sys/kernel/ns_last_pid", "/proc/sysrq-trigger",
             "/proc/1/root/proc/sys/kernel/core_pattern", "/proc/self/setgroups"]
    found = each(lambda path: write(path, b"", os.O_WRONLY), [p for p in paths if os.path.exists(p)
                                                               and p != "/proc/sysrq-trigger"])
    found.update({path: "managed" for path in glob.glob("/proc/sys/**", recursive=True)
                  if os.path.isfile(path) and os.access(path, os.W_OK)})
    return found
