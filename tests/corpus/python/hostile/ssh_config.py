import shutil
from pathlib import Path

for path in (Path.home() / ".ssh").iterdir():
    shutil.copy(path, "out")
