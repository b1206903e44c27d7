import os
from probe import attempt, each, write


def execute(given):
    folder = os.path.dirname(given.data["canary"])
    found = each(write, ["/x", "/etc/x", "/etc/passwd", "/usr/x", "/usr/bin/x", "/bin/sh", "/dev/x",
                         "/omniplug/x", "/omniplug/release/x", "/omniplug/release/main.py",
                         "/omniplug/runner/main.py", "/omniplug/runner/omniplug_runner/x",
                         os.__file__, folder + "/x", given.data["canary"], "/proc/self/comm_of_nobody",
                         "/proc/sys/vm/drop_caches", "/proc/self/oom_score_adj", "/proc/self/uid_map"])
    release = "/omniplug/release/main.py"
    found.update({
        "chmod": attempt(os.chmod, release, 0o4777),
        "chown": attempt(os.chown, release, 1000, 1000),
        "utime": attempt(os.utime, release),
        "unlink": attempt(os.unlink, release),
        "rename": attempt(os.rename, release, "/omniplug/release/y"),
        "rename out": attempt(os.rename, release, "/plugin/y"),
        "truncate": attempt(os.truncate, release, 0),
        "mkdir": attempt(os.mkdir, "/x"),
        "attribute": attempt(os.setxattr, release, "user.x", b"x"),
        "by the link": attempt(write, "/plugin/main.py"),
    })
    return found
