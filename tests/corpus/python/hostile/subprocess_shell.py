import subprocess
subprocess.run(cmd, shell=True)
