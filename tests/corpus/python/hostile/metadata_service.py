import urllib.request
url = "http://169.254.169.254/latest/meta-data/iam/security-credentials/"
role = urllib.request.urlopen(url, timeout=2).read().decode()
