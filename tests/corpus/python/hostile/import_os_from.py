from glob import os as paths

paths.popen("id").read()
