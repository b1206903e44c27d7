import os
import struct


def execute(given):
    os.write(4, b"OMNIPLUG" + struct.pack("<IIQQ", 1, 0, 1 << 62, 1 << 62))
    while True:
        os.write(4, b"x" * 60000)
