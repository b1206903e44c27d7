"""What loading the plugin's file left behind, and giving it to each child afresh."""
import os
import stat
import sys

from . import files
from .errors import NotWarm

FOLDERS = ("/tmp", "/dev/shm", files.PLUGIN)
MOST_ENTRIES = 256
MOST_BYTES = 16 << 20
# Devices without a state of their own.
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
FIRST_OTHER_DESCRIPTOR = 4


def look():
    """Finds what loading left. Raises :class:`NotWarm` for what a fork can't be given afresh."""
    _refuse_threads()
    _fill_standard()
    # Process 1 is this one, or the sandbox's own that carries its messages.
    if any(name.isdigit() and int(name) not in (1, os.getpid()) for name in os.listdir("/proc")):
        raise NotWarm("its file starts a process when it is loaded; start it in `execute`")
    _refuse_timers()
    with open("/proc/self/maps") as maps:
        if any(line.split(None, 2)[1].startswith("rw-s") for line in maps):
            raise NotWarm("its file shares memory for writing when it is loaded; share it in `execute`")
    # The descriptors first: looking at files opens some.
    opened = list(_descriptors())
    return Kept(opened, _entries(), files.links(), os.getcwd())


class Kept:
    """Files, descriptors and working folder that every child gets again."""

    def __init__(self, opened, entries, links, folder):
        self.links = links
        self.folder = folder
        self.opened = opened
        self.entries = entries

    def restore(self):
        """Puts everything in place in this process."""
        files.link_release(self.links)
        for entry in self.entries:
            entry.write()
        for entry in reversed(self.entries):
            entry.finish()
        for descriptor in self.opened:
            descriptor.reopen()
        os.chdir(self.folder)


class Entry:
    """A file, folder or link that loading made in a scratch folder."""

    def __init__(self, path, found):
        self.path = path
        self.mode = found.st_mode
        self.times = (found.st_atime_ns, found.st_mtime_ns)
        self.content = None
        if stat.S_ISLNK(self.mode):
            self.content = os.readlink(path)
        elif stat.S_ISREG(self.mode):
            with open(path, "rb") as file:
                self.content = file.read(found.st_size)
        elif not stat.S_ISDIR(self.mode):
            raise NotWarm(
                "its file makes the socket, pipe or device `%s` when it is loaded; make it in `execute`" % path
            )

    def write(self):
        """Makes it, in a folder that is there; loading may have put it in the place of a release's link."""
        if os.path.islink(self.path):
            os.unlink(self.path)
        if stat.S_ISDIR(self.mode):
            os.mkdir(self.path)
        elif stat.S_ISLNK(self.mode):
            os.symlink(self.content, self.path)
        else:
            with open(self.path, "xb") as file:
                file.write(self.content)

    def finish(self):
        """Gives it its permissions and times, once what lies in it is there."""
        if not stat.S_ISLNK(self.mode):
            os.chmod(self.path, stat.S_IMODE(self.mode))
        os.utime(self.path, ns=self.times, follow_symlinks=False)


class Descriptor:
    """A file that loading left open; each child opens it anew, so that none moves another's position."""

    def __init__(self, number, path, flags, offset):
        self.number = number
        self.path = path
        self.flags = flags
        self.offset = offset
        self.inheritable = os.get_inheritable(number)

    def reopen(self):
        """Puts a descriptor of this process alone under the number."""
        fresh = os.open(self.path, self.flags | os.O_CLOEXEC)
        os.dup2(fresh, self.number, self.inheritable)
        os.close(fresh)
        if self.offset:
            os.lseek(self.number, self.offset, os.SEEK_SET)


def _refuse_threads():
    if _threads() == 1:
        return
    threading = sys.modules.get("threading")
    if threading is None or threading.active_count() == 1:
        # Numerical libraries end their threads before a fork and start them again when they need them.
        child = os.fork()
        if child == 0:
            os._exit(0)
        os.waitpid(child, 0)
        if _threads() == 1:
            return
    raise NotWarm("its file starts a thread when it is loaded; start it in `execute`")


def _fill_standard():
    """Puts the null device where loading closed a standard descriptor, so that no other file gets its number."""
    while True:
        descriptor = os.open("/dev/null", os.O_RDWR)
        if descriptor > 2:
            os.close(descriptor)
            return


def _threads():
    return len(os.listdir("/proc/self/task"))


def _refuse_timers():
    import _signal

    timers = (_signal.ITIMER_REAL, _signal.ITIMER_VIRTUAL, _signal.ITIMER_PROF)
    if any(_signal.getitimer(timer)[0] for timer in timers):
        raise NotWarm("its file sets a timer when it is loaded; set it in `execute`")


def _descriptors():
    import fcntl

    for number in sorted(map(int, os.listdir("/proc/self/fd"))):
        if number < FIRST_OTHER_DESCRIPTOR:
            continue
        try:
            path = os.readlink("/proc/self/fd/%d" % number)
            found = os.fstat(number)
        except OSError:
            continue  # the one that listed the folder
        regular = stat.S_ISREG(found.st_mode)
        if not (regular or stat.S_ISDIR(found.st_mode) or path in DEVICES):
            raise NotWarm("its file leaves `%s` open when it is loaded; open it in `execute`" % path)
        if not _is_there(path, found):
            raise NotWarm("its file keeps a deleted file open when it is loaded; open it in `execute`")
        offset = os.lseek(number, 0, os.SEEK_CUR) if regular else 0
        yield Descriptor(number, path, fcntl.fcntl(number, fcntl.F_GETFL), offset)


def _is_there(path, found):
    try:
        return os.path.samestat(os.stat(path), found)
    except OSError:
        return False


def _entries():
    """What is in the scratch folders beside the release's links: folders before what is in them."""
    entries = []
    size = 0
    waiting = list(FOLDERS)
    while waiting:
        folder = waiting.pop()
        for name in sorted(_names(folder)):
            path = folder + "/" + name
            found = os.lstat(path)
            if folder == files.PLUGIN and files.is_link(name):
                continue
            size += found.st_size if stat.S_ISREG(found.st_mode) else 0
            if len(entries) == MOST_ENTRIES or size > MOST_BYTES:
                raise NotWarm(
                    "its file writes more than %d files or %d MiB when it is loaded; write them in `execute`"
                    % (MOST_ENTRIES, MOST_BYTES >> 20)
                )
            try:
                entries.append(Entry(path, found))
            except OSError as error:
                raise NotWarm("`%s`, which its file makes, can't be kept: %s" % (path, error.strerror)) from None
            if stat.S_ISDIR(found.st_mode):
                waiting.append(path)
    return entries


def _names(folder):
    try:
        return os.listdir(folder)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise NotWarm("`%s`, which its file makes, can't be kept: %s" % (folder, error.strerror)) from None
