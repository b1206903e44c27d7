"""What protects the session's process from its children, through calls that Python has no names for."""
import _signal
import os
import sys

from .errors import NotWarm

PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 4, 38
CREATE_RULESET, RESTRICT_SELF = 444, 446
# Of Landlock: the version of its interface that knows scopes, and both of them: abstract sockets, signals.
SCOPES_SINCE = 6
SCOPES = 0x1 | 0x2
# Of `pthread_sigmask`: set the whole mask, and one that blocks nothing, as large as any system's is.
SET_MASK, NO_SIGNALS = _signal.SIG_SETMASK, bytes(128)
# Of `madvise` since Linux 6.1, and the size of a large page.
COLLAPSE = 25
LARGE_PAGE = 2 << 20


class Protection:
    """Makes the zygote unreachable, and locks each child up. The constructor already changes the zygote."""

    def __init__(self, cpu_seconds):
        try:
            import ctypes
            import resource
        except ImportError as error:
            raise NotWarm("its Python lacks the module `%s`, which warm sessions need" % error.name) from None

        self._libc = ctypes.CDLL(None, use_errno=True)
        self.c_flush, self.harmless = self._libc.fflush, self._libc.getpid
        self._prctl, self._syscall = self._libc.prctl, self._libc.syscall
        self._set_mask = self._libc.pthread_sigmask
        self._errno = ctypes.get_errno
        self._set_limit = resource.setrlimit
        self._limited, self._limit = resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds)
        self._memory = list(_private_memory())
        _signal.pthread_sigmask(_signal.SIG_BLOCK, _signal.valid_signals())
        self._check("prctl", self._prctl(PR_SET_DUMPABLE, 0, 0, 0, 0))
        self._ruleset = self._scopes()
        if self._ruleset is not None:
            self._check("prctl", self._prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))

    def apply(self):
        """Locks this process, a child, up; nothing of the zygote is in its reach then. Lets signals through again."""
        if self._ruleset is not None:
            self._check("landlock", self._syscall(RESTRICT_SELF, self._ruleset, 0))
            os.close(self._ruleset)
        # The child holds no secret of the session, and the plugin may look at itself in `/proc`.
        self._check("prctl", self._prctl(PR_SET_DUMPABLE, 1, 0, 0, 0))
        if self._limit[0] is not None:
            self._set_limit(self._limited, self._limit)
        self._set_mask(SET_MASK, NO_SIGNALS, None)

    def gather(self):
        """Puts this process's memory into large pages: forking and ending copy and clear one entry for each.

        What a kernel can't gather, or has no large page for, stays as it is.
        """
        from ctypes import c_size_t, c_void_p

        for begin, end in self._memory:
            for page in range(-(-begin // LARGE_PAGE) * LARGE_PAGE, end - LARGE_PAGE + 1, LARGE_PAGE):
                self._libc.madvise(c_void_p(page), c_size_t(LARGE_PAGE), COLLAPSE)

    def _scopes(self):
        """A Landlock ruleset that takes no right but reaching processes outside; None on older kernels."""
        version = self._syscall(CREATE_RULESET, None, 0, 1)
        if version < SCOPES_SINCE:
            return None
        handled = bytes(16) + SCOPES.to_bytes(8, sys.byteorder)
        return self._check("landlock", self._syscall(CREATE_RULESET, handled, len(handled), 0))

    def _check(self, name, answer):
        if answer < 0:
            number = self._errno()
            raise OSError(number, "%s: %s" % (name, os.strerror(number)))
        return answer


def idle(protection):
    """A protection that does nothing, by calls that take the same way through the interpreter."""
    other = Protection.__new__(Protection)
    other._prctl = other._syscall = other._set_mask = protection.harmless
    other._ruleset = os.open("/dev/null", os.O_RDONLY | os.O_CLOEXEC)
    other._limit = (None, None)
    return other


def _private_memory():
    """Where this process's own memory begins and ends, piece by piece."""
    with open("/proc/self/maps") as maps:
        for line in maps:
            place, rights, _, _, inode = line.split(None, 5)[:5]
            if rights == "rw-p" and inode == "0":
                yield tuple(int(number, 16) for number in place.split("-"))
