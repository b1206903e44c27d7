import subprocess
import sys

print(subprocess.run([sys.executable, "--version"], capture_output=True, text=True, check=True).stdout)
