import socket
client = socket.socket(socket.AF_UNIX)
client.connect("/var/run/docker.sock")
client.sendall(b"POST /containers/create HTTP/1.1\r\nHost: x\r\n\r\n")
