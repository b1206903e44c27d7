from probe import attempt, call

BIND, REMOUNT = 4096, 32


def execute(given):
    return {
        "tmpfs": attempt(call, "mount", b"tmpfs", b"/tmp", b"tmpfs", 0, 0),
        "bind": attempt(call, "mount", b"/usr", b"/tmp", b"", BIND, 0),
        "remount": attempt(call, "mount", b"", b"/usr", b"", REMOUNT | BIND, 0),
        "remount root": attempt(call, "mount", b"", b"/", b"", REMOUNT | BIND, 0),
        "proc": attempt(call, "mount", b"proc", b"/tmp", b"proc", 0, 0),
        "umount": attempt(call, "umount2", b"/proc", 2),
        "uncover": attempt(call, "umount2", b"/proc/kcore", 2),
        "tree": attempt(call, "open_tree", -100, b"/", 1),
        "move": attempt(call, "move_mount", -100, b"/usr", -100, b"/tmp", 0),
        "open": attempt(call, "fsopen", b"tmpfs", 0),
        "pick": attempt(call, "fspick", -100, b"/", 0),
        "attributes": attempt(call, "mount_setattr", -100, b"/", 0, 0, 32),
        "root": attempt(call, "pivot_root", b"/tmp", b"/tmp"),
        "chroot": attempt(call, "chroot", b"/tmp"),
    }
