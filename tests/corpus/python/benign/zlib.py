import zlib
data = zlib.compress(raw)
