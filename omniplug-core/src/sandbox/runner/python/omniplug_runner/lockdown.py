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
        self.c_flush = self._libc.fflush
        self._errno = ctypes.get_errno
        self._resource = resource
        self._cpu_seconds = cpu_seconds
        self._memory = list(_private_memory())
        self._interrupt = _signal.getsignal(_signal.SIGINT)
        _signal.pthread_sigmask(_signal.SIG_BLOCK, _signal.valid_signals())
        if self._interrupt is not None:
            _signal.signal(_signal.SIGINT, _signal.SIG_DFL)
        self._control(PR_SET_DUMPABLE, 0)
        self._ruleset = self._scopes()

    def apply(self):
        """Locks this process, a child, up; nothing of the zygote is in its reach then."""
        if self._ruleset is not None:
            self._control(PR_SET_NO_NEW_PRIVS, 1)
            self._call("landlock", self._libc.syscall(RESTRICT_SELF, self._ruleset, 0))
            os.close(self._ruleset)
        # The child holds no secret of the session, and the plugin may look at itself in `/proc`.
        self._control(PR_SET_DUMPABLE, 1)
        if self._cpu_seconds is not None:
            limit = (self._cpu_seconds, self._cpu_seconds)
            self._resource.setrlimit(self._resource.RLIMIT_CPU, limit)

    def unblock(self):
        """Lets signals through again."""
        if self._interrupt is not None:
            _signal.signal(_signal.SIGINT, self._interrupt)
        _signal.pthread_sigmask(_signal.SIG_SETMASK, [])

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
        version = self._libc.syscall(CREATE_RULESET, None, 0, 1)
        if version < SCOPES_SINCE:
            return None
        handled = bytes(16) + SCOPES.to_bytes(8, sys.byteorder)
        return self._call("landlock", self._libc.syscall(CREATE_RULESET, handled, len(handled), 0))

    def _control(self, option, value):
        self._call("prctl", self._libc.prctl(option, value, 0, 0, 0))

    def _call(self, name, answer):
        if answer < 0:
            number = self._errno()
            raise OSError(number, "%s: %s" % (name, os.strerror(number)))
        return answer


def _private_memory():
    """Where this process's own memory begins and ends, piece by piece."""
    with open("/proc/self/maps") as maps:
        for line in maps:
            place, rights, _, _, inode = line.split(None, 5)[:5]
            if rights == "rw-p" and inode == "0":
                yield tuple(int(number, 16) for number in place.split("-"))
