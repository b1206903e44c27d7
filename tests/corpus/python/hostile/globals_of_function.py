import json
json.dumps.__globals__["__builtins__"]["exec"]("import os")
