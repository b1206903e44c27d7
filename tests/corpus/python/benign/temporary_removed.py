import shutil
import tempfile

folder = tempfile.mkdtemp()
try:
    print(folder)
finally:
    shutil.rmtree(folder)
