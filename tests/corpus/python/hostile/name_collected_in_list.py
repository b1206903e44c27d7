import os

letters = []
for code in [119 - 1, 122 - 1]:
    letters.append(chr(code))
parts = []
for part in ("sys", "tem"):
    parts.append(part)
getattr(os, "".join(parts))("id")
