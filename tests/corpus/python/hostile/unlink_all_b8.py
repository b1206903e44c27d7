import glob, os
for f in glob.glob("/var/data/*"):
    os.unlink(f)
