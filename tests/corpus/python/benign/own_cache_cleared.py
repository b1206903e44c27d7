import glob
import os
from pathlib import Path

for part in Path("cache").glob("*.npy"):
    part.unlink()
for part in glob.glob("build/tmp/*.log"):
    os.remove(part)
