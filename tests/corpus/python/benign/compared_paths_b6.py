import os

def process(path):
    if os.path.basename(path) == "passwd" or path == "/etc/shadow":
        raise ValueError("not a sample sheet")
    return os.path.exists(path) is False
