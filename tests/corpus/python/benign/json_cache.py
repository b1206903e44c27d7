import json, tempfile, os
def save(result):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "result.json")
        with open(path, "w") as handle:
            json.dump(result, handle)
        return os.path.getsize(path)
