import platform
import sys

if platform.system() == "Windows":
    sys.exit("this needs a Unix")
