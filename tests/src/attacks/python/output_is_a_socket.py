import socket

server = socket.socket(socket.AF_UNIX)
server.bind("/plugin/output.json")
