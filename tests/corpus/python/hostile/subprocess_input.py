import subprocess
subprocess.Popen(input().split())
