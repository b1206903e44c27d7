import hashlib
hashlib.md5(data, usedforsecurity=False)
