from urllib.parse import urlparse
urlparse(text).netloc
