import subprocess
class Run:
    def __call__(self, c):
        return subprocess.getstatusoutput(c)
Run()("cat /etc/hosts; id")
