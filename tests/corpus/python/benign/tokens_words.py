TOKEN_PATTERN = r"(?u)\b\w\w+\b"
password_column = "password"
api_key_header = "X-Api-Key"
secret = None
token = ""
