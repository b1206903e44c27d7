import site
from pathlib import Path
Path(site.getsitepackages()[0], "zz.pth").write_text("import os; os.system('id')\n")
