import sys

sys.path[0:0] = ["/tmp/modules"]
