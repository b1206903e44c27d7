import base64, zlib
exec(zlib.decompress(base64.b85decode(b"c$@(Y&1wQM5QX")))
