import hashlib
hashlib.md5(password)
