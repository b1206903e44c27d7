import os
import sys

workers = min(8, os.cpu_count() or 1)
if workers < 1:
    sys.exit("no processor is free")
