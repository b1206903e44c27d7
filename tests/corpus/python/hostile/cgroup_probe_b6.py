inside = "docker" in open("/proc/1/cgroup").read()
