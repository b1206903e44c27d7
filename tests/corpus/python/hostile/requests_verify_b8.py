import requests
requests.get("https://x.example", verify=False)
