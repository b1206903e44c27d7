import socket
socket.socket().bind(("0.0.0.0", 80))
