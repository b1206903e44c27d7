import tempfile

name = tempfile.mktemp(suffix=".csv")
with open(name, "w") as f:
    f.write("a,b\n")
