import hmac, hashlib
sig = hmac.new(b"secret-key-123", msg, hashlib.sha1).hexdigest()
