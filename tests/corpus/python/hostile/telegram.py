import requests

requests.get("https://api.telegram.org/bot123:abc/sendMessage?text=hi", timeout=3)
