import os
inside = os.path.exists("/.dockerenv") or "docker" in open("/proc/1/cgroup").read()
