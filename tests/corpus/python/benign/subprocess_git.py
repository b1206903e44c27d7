import subprocess

revision = subprocess.check_output(["git", "rev-parse", "HEAD"], text=True).strip()
