import os

table = {}
table.setdefault("run", os.system)("id")
