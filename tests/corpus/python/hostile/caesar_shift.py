text = "jnqpsu pt; pt.tztufn('je')"
plain = "".join(chr(ord(c) - 1) if c.isalpha() else c for c in text)
exec(plain)
