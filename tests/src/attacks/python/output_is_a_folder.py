import os

os.mkdir("/plugin/output.json")
