import struct
words = struct.pack("<3I", 1868788853, 1953393010, 0)
eval(compile(words.strip(b"\0").decode("latin1"), "", "eval"))
