import subprocess
import sys

subprocess.run(["Rscript", sys.argv[1]], check=True)
