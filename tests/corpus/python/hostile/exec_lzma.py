import lzma

exec(lzma.decompress(open("d.xz", "rb").read()))
