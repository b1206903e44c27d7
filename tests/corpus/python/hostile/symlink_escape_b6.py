import os
os.symlink("/", "root")
print(os.listdir("root/etc"))
