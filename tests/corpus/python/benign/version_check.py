import sys, platform
if sys.version_info < (3, 9):
    raise RuntimeError("needs Python 3.9")
system = platform.system()
