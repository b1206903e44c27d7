import os
import struct


def execute(given):
    header = b'{"status":"timeout","data":1,"error":{"type":"x","message":"y"}}'
    os.write(4, b"OMNIPLUG" + struct.pack("<IIQQ", 1, 0, len(header), 0) + header
             + bytes(-(32 + len(header)) % 64))
    os._exit(0)
