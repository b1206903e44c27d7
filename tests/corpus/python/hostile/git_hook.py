import os

hook = ".git/hooks/pre-commit"
with open(hook, "w") as file:
    file.write("#!/bin/sh\nid\n")
os.chmod(hook, 0o755)
