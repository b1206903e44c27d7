import subprocess
print(subprocess.getoutput("cat /etc/passwd | head"))
