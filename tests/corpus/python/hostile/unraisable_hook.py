import subprocess
import sys

sys.unraisablehook = lambda error: subprocess.Popen(["sh", "-c", "id"])
