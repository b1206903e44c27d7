import os


def execute(given):
    seen = [name for name in os.listdir("/proc") if name.isdigit()]
    lines = []
    for name in seen:
        with open("/proc/%s/cmdline" % name) as file:
            lines.append(file.read())
    hidden = not any(str(given.data["marker"]) in line for line in lines)
    return {
        "list": "denied" if len(seen) <= 2 else "managed: %r" % lines,
        "canary": "denied" if hidden else "managed",
        "parent": "denied" if os.getppid() in (0, 1) else "managed: %d" % os.getppid(),
        "own number": "denied" if os.getpid() < 20 else "managed: %d" % os.getpid(),
    }
