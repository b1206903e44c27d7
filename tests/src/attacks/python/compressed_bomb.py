import zlib


def execute(given):
    packed = zlib.compress(bytes(64 << 20), 9)
    kept = []
    while True:
        kept.append(zlib.decompress(packed))
