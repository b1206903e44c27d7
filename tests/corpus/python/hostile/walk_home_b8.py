import os
for root, _, files in os.walk(os.path.expanduser("~")):
    for f in files:
        print(open(os.path.join(root, f), "rb").read(10))
