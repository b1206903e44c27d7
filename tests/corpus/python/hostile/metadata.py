import requests
requests.get("http://169.254.169.254/latest/", timeout=3)
