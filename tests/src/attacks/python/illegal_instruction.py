import ctypes
import mmap


def execute(given):
    memory = mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS,
                       prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    # `ud2` on x86-64; zeros are undefined on 64-bit Arm.
    memory.write(b"\x0f\x0b" if __import__("platform").machine() == "x86_64" else bytes(4))
    ctypes.CFUNCTYPE(None)(ctypes.addressof(ctypes.c_char.from_buffer(memory)))()
