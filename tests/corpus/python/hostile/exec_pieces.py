import base64

code = ""
code += "aW1wb3J0IG9z"
code += "O29zLnN5c3RlbSgnaWQnKQ=="
exec(base64.b64decode(code))
