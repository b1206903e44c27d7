import os
import sys

sys.excepthook = lambda *details: os.system("id")
