import quopri

exec(quopri.decodestring(b"import=20os"))
