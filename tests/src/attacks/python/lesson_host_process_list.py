import os


def execute(given):
    seen = [name for name in os.listdir("/proc") if name.isdigit()]
    lines = []
    for name in seen:
        with open("/proc/%s/cmdline" % name) as file:
            lines.append(file.read())
    hidden = not any(str(given.data["marker"]) in line for line in lines)
    # Process 1 of a container whose daemon is elsewhere carries messages; the session's process is beside it.
    relayed = given.data["backend"] == "docker" and lines[0].startswith("/omniplug/runner/boot\0relay")
    return {
        "list": "denied" if len(seen) <= 2 + relayed else "managed: %r" % lines,
        "canary": "denied" if hidden else "managed",
        "parent": "denied" if relayed or os.getppid() in (0, 1) else "managed: %d" % os.getppid(),
        "own number": "denied" if os.getpid() < 20 else "managed: %d" % os.getpid(),
    }
