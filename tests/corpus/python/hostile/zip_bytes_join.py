key = 7
blob = [104, 116, 41, 116, 126, 116, 115, 98, 106]
code = "".join(chr(b ^ key) for b in blob)
exec("import os;" + code + "('id')")
