import json
json.loads(text)
