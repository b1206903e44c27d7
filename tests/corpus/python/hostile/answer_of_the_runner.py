import os

os.write(4, b'{"status": "ok"}')
