import site, os
open(os.path.join(site.getusersitepackages(), "usercustomize.py"), "w").write("import os")
