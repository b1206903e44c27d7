import base64, zlib
exec(zlib.decompress(base64.b85decode("c$|ee000")))
