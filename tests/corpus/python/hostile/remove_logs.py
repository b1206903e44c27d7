import glob, os
for f in glob.glob("/var/log/*.log"):
    os.remove(f)
