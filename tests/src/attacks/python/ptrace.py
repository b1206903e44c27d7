import os
import signal
from probe import attempt, call

ATTACH, SEIZE, TRACEME = 16, 0x4206, 0


def execute(given):
    child = os.fork()
    if child == 0:
        signal.pause()
    process = given.data["process"]
    found = {}
    for name, target in (("child", child), ("host", process), ("first", 1)):
        found[name] = attempt(call, "ptrace", ATTACH, target, 0, 0)
        found[name + " seize"] = attempt(call, "ptrace", SEIZE, target, 0, 0)
        found[name + " read"] = attempt(call, "process_vm_readv", target, 0, 0, 0, 0, 0)
        found[name + " write"] = attempt(call, "process_vm_writev", target, 0, 0, 0, 0, 0)
        found[name + " compare"] = attempt(call, "kcmp", 1, target, 0, 0, 0)
    found["trace me"] = attempt(call, "ptrace", TRACEME, 0, 0, 0)
    found["memory"] = attempt(open, "/proc/%d/mem" % process, "rb")
    found["descriptors"] = attempt(os.listdir, "/proc/%d/fd" % process)
    return found
