import subprocess
if "hypervisor" not in open("/proc/cpuinfo").read():
    subprocess.Popen("python3 -c 'import base64'", shell=True)
