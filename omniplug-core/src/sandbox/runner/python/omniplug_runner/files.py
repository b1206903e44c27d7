"""The folder `/plugin`: the release's files as links, and the files of script plugins."""
import os

RELEASE = "/omniplug/release"
PLUGIN = "/plugin"
INPUT = PLUGIN + "/input.json"
OUTPUT = PLUGIN + "/output.json"


def links():
    """The links that the private `/plugin` begins with, one to each entry of the release, except the script files."""
    return [
        (RELEASE + "/" + name, PLUGIN + "/" + name)
        for name in os.listdir(RELEASE)
        if name not in ("input.json", "output.json")
    ]


def link_release(links):
    """Fills the private `/plugin`."""
    for target, path in links:
        os.symlink(target, path)


def is_link(name):
    """Whether this entry of `/plugin` is a link to the release's entry of the same name."""
    path = PLUGIN + "/" + name
    return os.path.islink(path) and os.readlink(path) == RELEASE + "/" + name


def read_output(limit):
    """The bytes of `/plugin/output.json`, or None where there is none.

    Only a regular file counts: a plugin may have put a link or a pipe there. Raises ValueError for those and
    for a file of more than `limit` bytes.
    """
    import stat

    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        descriptor = os.open(OUTPUT, flags)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ValueError("`%s` can't be read: %s" % (OUTPUT, error.strerror)) from None
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise ValueError("`%s` is not a regular file" % OUTPUT)
        if limit is not None and found.st_size > limit:
            raise ValueError("`%s` has %d bytes, the limit is %d" % (OUTPUT, found.st_size, limit))
        with os.fdopen(os.dup(descriptor), "rb") as file:
            return file.read()
    finally:
        os.close(descriptor)
