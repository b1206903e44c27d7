import os
import tempfile

handle, path = tempfile.mkstemp()
os.close(handle)
os.remove(path)
