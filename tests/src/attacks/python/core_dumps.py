"""A crash must not start the host's crash handler, which the kernel runs as root: only a limit of 1 forbids that."""
import resource


def execute(given):
    limit = resource.getrlimit(resource.RLIMIT_CORE)
    return {"core dump": "denied" if limit == (1, 1) else "allowed by %s" % (limit,)}
