import os
import stat
from probe import attempt


def make(kind, number):
    path = "/tmp/node%d" % number
    os.mknod(path, kind | 0o666, number)
    return open(path, "rb").read(1)


def execute(given):
    found = {path: attempt(open, "/dev/" + path, "rb") for path in
             ("mem", "kmem", "port", "kmsg", "sda", "vda", "nvme0n1", "tty", "ptmx", "console", "fuse",
              "kvm", "loop-control", "net/tun", "snapshot", "userfaultfd")}
    found["make memory"] = attempt(make, stat.S_IFCHR, os.makedev(1, 1))
    found["make disk"] = attempt(make, stat.S_IFBLK, os.makedev(8, 0))
    found["make null"] = attempt(make, stat.S_IFCHR, os.makedev(1, 3))
    own = set()
    if given.data["backend"] == "docker":
        # Terminals and message queues of the container's own.
        own = {"tty", "ptmx", "pts", "mqueue", "core"}
        del found["ptmx"]
    extra = set(os.listdir("/dev")) - own - {"null", "zero", "full", "random", "urandom", "shm", "fd", "stdin",
                                       "stdout", "stderr"}
    found["others"] = "managed: %r" % extra if extra else "denied"
    return found
