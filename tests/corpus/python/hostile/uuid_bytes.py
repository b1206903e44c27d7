import uuid
parts = ["7072696e-7428-2270-776e-656422290a0a"]
exec(b"".join(uuid.UUID(p).bytes for p in parts))
