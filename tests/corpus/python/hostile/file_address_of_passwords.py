from urllib.request import urlopen

text = urlopen("file:///etc/shadow").read()
