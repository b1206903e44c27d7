import json

print(json.loads('{"a": 1}', object_hook=dict, parse_float=float))
