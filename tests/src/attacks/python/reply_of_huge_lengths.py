import os
import struct


def execute(given):
    os.write(4, b"OMNIPLUG" + struct.pack("<IIQQ", 1, 0, (1 << 64) - 1, (1 << 64) - 1) + b"x" * 100)
    return "done"
