import os
import tempfile

with tempfile.NamedTemporaryFile("w", suffix=".csv", delete=False) as file:
    file.write("a,b\n")
os.unlink(file.name)
