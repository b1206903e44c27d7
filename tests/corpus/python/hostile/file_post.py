import requests
with open("a.csv") as f:
    text = f.read()
requests.post("https://example.net", data=text, timeout=3)
