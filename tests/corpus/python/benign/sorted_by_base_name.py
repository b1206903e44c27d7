import os


def in_order(paths):
    return sorted(paths, key=os.path.basename)
