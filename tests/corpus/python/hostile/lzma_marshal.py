import lzma, marshal
code = marshal.loads(lzma.decompress(open("data/model.bin", "rb").read()))
exec(code)
