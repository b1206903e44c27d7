import re
def clean(name):
    return re.sub(r"[^A-Za-z0-9_]+", "_", name).strip("_").lower()
