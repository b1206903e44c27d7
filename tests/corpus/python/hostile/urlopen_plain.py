from urllib.request import urlopen
urlopen("http://example.net/x").read()
