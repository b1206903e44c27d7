from probe import attempt, call


def execute(given):
    return {
        "add": attempt(call, "add_key", b"user", b"x", b"y", 1, -4),
        "request": attempt(call, "request_key", b"user", b"x", 0, 0),
        "session": attempt(call, "keyctl", 0, -3, 0, 0, 0),
        "join": attempt(call, "keyctl", 1, 0, 0, 0, 0),
        "list": attempt(open_keys),
    }


def open_keys():
    with open("/proc/keys") as file:
        return file.read() or denied()


def denied():
    raise OSError("it is empty")
