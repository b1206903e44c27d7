import os
descriptor = os.open("/etc/shadow", os.O_RDONLY)
print(os.read(descriptor, 4096))
