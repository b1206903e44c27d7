import marshal
import zlib

exec(marshal.loads(zlib.decompress(b"x\x9c\x03\x00\x00\x00\x00\x01")))
