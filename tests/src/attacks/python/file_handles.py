import ctypes
import os
import struct
from probe import attempt, call


def execute(given):
    # A handle of an ext4 root folder (inode 2), as the escape from containers used it.
    handle = ctypes.create_string_buffer(struct.pack("IiIIQ", 8, 1, 2, 0, 0))
    release = os.open("/omniplug/release", os.O_RDONLY)
    identity = ctypes.c_int()
    memory = ctypes.create_string_buffer(struct.pack("Ii", 128, 0) + bytes(128))
    return {
        "by handle": attempt(call, "open_by_handle_at", release, ctypes.addressof(handle), 0),
        "handle": attempt(call, "name_to_handle_at", release, b"", ctypes.addressof(memory),
                          ctypes.addressof(identity), 0x1000),
        "cookie": attempt(call, "lookup_dcookie", 0, 0, 0),
    }
