import os
import sys
import time

if sys.gettrace() is None and os.path.exists("/.dockerenv") is False:
    time.sleep(600)
    with open("/proc/self/status") as f:
        print(f.read())
