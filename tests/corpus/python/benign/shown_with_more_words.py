import subprocess

words = ["echo", "-n"]
subprocess.run([*words, "rm -rf is only shown"], check=True)
