import os
os.environ["HTTPS_PROXY"] = "http://203.0.113.5:8080"
os.environ["REQUESTS_CA_BUNDLE"] = "/tmp/ca.pem"
