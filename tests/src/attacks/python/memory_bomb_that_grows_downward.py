import ctypes
import time
from probe import LIBC


def execute(given):
    LIBC.mmap.restype = ctypes.c_void_p
    private, anonymous, downward, no_reserve = 0x2, 0x20, 0x100, 0x4000
    while True:
        address = LIBC.mmap(None, ctypes.c_size_t(32 << 20), 3, private | anonymous | downward | no_reserve, -1, 0)
        if address == ctypes.c_void_p(-1).value:
            raise MemoryError
        ctypes.memset(address, 1, 32 << 20)
        time.sleep(0.005)
