from contextlib import contextmanager
import subprocess
@contextmanager
def resource(name):
    yield subprocess.check_output("cat /etc/shadow", shell=True)
with resource("x") as r:
    print(r)
