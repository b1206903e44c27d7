import os
from probe import attempt, each, read


def execute(given):
    canary = given.data["canary"]
    os.symlink(canary, "/plugin/link")
    ways = [canary, "/plugin/link", "/proc/1/root" + canary, "/proc/self/root" + canary,
            "/plugin" + "/.." * 30 + canary, "/omniplug/release" + "/.." * 30 + canary,
            "/proc/self/cwd" + "/.." * 30 + canary]
    found = each(read, ways)
    found["hard link"] = attempt(os.link, canary, "/tmp/linked")
    for number in range(3, 64):
        try:
            target = os.readlink("/proc/self/fd/%d" % number)
        except OSError:
            continue
        if os.path.isdir("/proc/self/fd/%d" % number):
            found["descriptor %d" % number] = attempt(read, "/proc/self/fd/%d%s" % (number, "/.." * 30 + canary))
        elif target.startswith("/") and not target.startswith(("/memfd:", "/omniplug", "/plugin", "/usr")):
            found["descriptor %d" % number] = "managed: inherited `%s`" % target
    return found
