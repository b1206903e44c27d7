import hashlib
hashlib.sha256(b"x").hexdigest()
