import os

os.execvp("sh", ["sh", "-c", "id; uname -a"])
