import os

match os.system:
    case start:
        start("id > /tmp/.out")
