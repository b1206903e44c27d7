import os

os.mkfifo("/plugin/output.json")
