import socket
socket.gethostbyname(key + ".example.net")
