import socket
s = socket.socket()
s.bind(("", 4444))
s.listen()
