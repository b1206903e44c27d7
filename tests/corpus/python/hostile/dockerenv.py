import os
os.path.exists("/.dockerenv")
