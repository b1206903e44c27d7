import gzip

exec(gzip.decompress(open("data.bin", "rb").read()[128:]))
