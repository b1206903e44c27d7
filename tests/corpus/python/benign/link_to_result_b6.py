import os

def latest(run):
    os.symlink(os.path.join("runs", run), "latest")
