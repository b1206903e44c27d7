import os
sorted(["id", "uname -a"], key=os.system)
