import os
from probe import attempt, read


def child(given):
    """What a process that the plugin started reaches through process 1."""
    # A container has a `/var` of its image's.
    folder = "/boot" if given.data["backend"] == "docker" else "/var"
    return {
        "shadow": attempt(read, "/proc/1/root/etc/shadow"),
        "canary": attempt(read, "/proc/1/root" + given.data["canary"]),
        "folder": attempt(read, "/proc/1/root" + folder),
        "parent": attempt(read, "/proc/0/mem"),
        "tasks": attempt(read, "/proc/1/task/0/mem"),
        "identity": attempt(lambda: open("/proc/1/uid_map", "w").write("0 0 1")),
        "adjust": attempt(lambda: open("/proc/1/oom_score_adj", "w").write("-1000")),
        "memory": attempt(lambda: open("/proc/1/mem", "r+b")),
    }


def execute(given):
    import json

    reader, writer = os.pipe()
    if os.fork() == 0:
        os.write(writer, json.dumps(child(given)).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as file:
        return json.load(file)
