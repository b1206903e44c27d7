import zlib, binascii
exec(zlib.decompress(binascii.unhexlify(blob)))
