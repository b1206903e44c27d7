import os

cache = os.path.join(os.path.expanduser("~"), ".cache", "plugin")
os.makedirs(cache, exist_ok=True)
