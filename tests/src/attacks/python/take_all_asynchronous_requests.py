import ctypes
from probe import attempt, call


def execute(given):
    # One number for the whole machine, `fs.aio-max-nr`, bounds these.
    context = ctypes.c_ulong()
    return {"setup": attempt(call, "io_setup", 60000, ctypes.addressof(context))}
