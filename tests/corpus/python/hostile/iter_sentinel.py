import os

list(iter(lambda: os.system("id"), 0))
