import os
from probe import attempt, call

KINDS = {"time": 0x80, "mount": 0x20000, "cgroup": 0x2000000, "uts": 0x4000000, "ipc": 0x8000000,
         "user": 0x10000000, "pid": 0x20000000, "network": 0x40000000}


def clone(flags):
    child = call("clone", flags | 17, 0, 0, 0, 0)
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    return child


def execute(given):
    found = {}
    for name, flag in KINDS.items():
        found["unshare " + name] = attempt(call, "unshare", flag)
        if name != "time":
            found["clone " + name] = attempt(clone, flag)
            found["clone user and " + name] = attempt(clone, flag | 0x10000000)
    for name in os.listdir("/proc/self/ns"):
        with open("/proc/self/ns/" + name) as file:
            found["enter " + name] = attempt(call, "setns", file.fileno(), 0)
    return found
