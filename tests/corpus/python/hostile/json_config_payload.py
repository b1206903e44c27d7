import json
config = json.loads('{"m": "os", "f": "system", "a": "id"}')
getattr(__import__(config["m"]), config["f"])(config["a"])
