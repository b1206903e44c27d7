import socket
raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
raw.sendto(b"\x08\x00secret", ("203.0.113.3", 0))
