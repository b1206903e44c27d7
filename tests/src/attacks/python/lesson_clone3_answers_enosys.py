import ctypes
import errno
from probe import call


def execute(given):
    arguments = (ctypes.c_uint64 * 11)(0x10000000)
    try:
        return {"clone3": "managed: %d" % call("clone3", ctypes.addressof(arguments), 88)}
    except OSError as error:
        return {"clone3": "denied" if error.errno == errno.ENOSYS else "wrong error: %s" % error}
