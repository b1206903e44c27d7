import ctypes


def execute(given):
    return ctypes.string_at(0)
