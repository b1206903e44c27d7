import os

(None or os.system)("id")
