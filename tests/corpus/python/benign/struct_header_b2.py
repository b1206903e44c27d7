import struct
def header(path):
    with open(path, "rb") as handle:
        magic, version, count = struct.unpack("<4sHI", handle.read(10))
    return {"magic": magic.decode("ascii"), "version": version, "count": count}
