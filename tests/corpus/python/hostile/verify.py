import requests
requests.get("https://example.net", verify=False, timeout=3)
