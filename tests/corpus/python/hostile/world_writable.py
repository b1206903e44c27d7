import os
os.umask(0)
os.chmod("results", 0o777)
