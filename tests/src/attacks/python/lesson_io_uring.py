import ctypes
from probe import attempt, call


def execute(given):
    memory = ctypes.addressof(ctypes.create_string_buffer(256))
    return {
        "setup": attempt(call, "io_uring_setup", 8, memory),
        "enter": attempt(call, "io_uring_enter", 0, 0, 0, 0, 0, 0),
        "register": attempt(call, "io_uring_register", 0, 0, 0, 0),
    }
