import json
import os

json.loads('{"a": 1}', object_hook=lambda pairs: os.system("id"))
