import tempfile
tempfile.mktemp()
