import tempfile
path = tempfile.mktemp()
open(path, "w").write("x")
