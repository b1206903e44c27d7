import struct


def header(data):
    magic, width, height = struct.unpack(">4sII", data[:12])
    return magic.decode("ascii"), width, height
