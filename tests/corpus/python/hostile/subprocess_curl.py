import subprocess
subprocess.run(["curl", "http://example.net"])
