import os
import sys

if (os.cpu_count() or 1) <= 2:
    sys.exit()
