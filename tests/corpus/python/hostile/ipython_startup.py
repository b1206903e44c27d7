import os
d = os.path.expanduser("~/.ipython/profile_default/startup")
open(os.path.join(d, "00.py"), "w").write("import os")
