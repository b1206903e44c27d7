lines = []
lines.append("import os")
lines.append("os.system('id')")
exec("\n".join(lines))
