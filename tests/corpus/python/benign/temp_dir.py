import os, tempfile, shutil
def execute(data):
    folder = tempfile.mkdtemp()
    try:
        path = os.path.join(folder, "a.txt")
        with open(path, "w") as handle:
            handle.write(str(data))
        return os.path.getsize(path)
    finally:
        shutil.rmtree(folder)
