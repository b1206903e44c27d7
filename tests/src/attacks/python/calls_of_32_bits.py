import ctypes
import mmap
from probe import X86


def execute(given):
    if not X86:
        ctypes.string_at(0)
    # mov eax, 20 (getpid of i386); int 0x80; ret
    memory = mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS,
                       prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    memory.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")
    address = ctypes.addressof(ctypes.c_char.from_buffer(memory))
    return {"process": "managed: %d" % ctypes.CFUNCTYPE(ctypes.c_int)(address)()}
