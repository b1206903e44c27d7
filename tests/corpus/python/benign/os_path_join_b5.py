import os.path

def label(directory, name):
    return os.path.basename(os.path.join(directory, name))
