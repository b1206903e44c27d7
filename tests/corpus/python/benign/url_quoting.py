import html
from urllib.parse import quote, unquote

print(unquote("a%20b"), quote("a b"), html.unescape("&lt;p&gt;"))
