import os
import struct


def execute(given):
    os.write(4, b"OMNIPLUG" + struct.pack("<IIQQ", 1, 0, 1000, 0) + b'{"status":"succ')
    os._exit(0)
