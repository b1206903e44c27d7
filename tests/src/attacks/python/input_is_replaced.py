import json
import os

os.unlink("/plugin/input.json")
os.symlink("/plugin/output.json", "/plugin/input.json")
with open("/plugin/output.json", "w") as file:
    json.dump({"data": "fine"}, file)
