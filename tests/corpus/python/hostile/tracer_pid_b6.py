with open("/proc/self/status") as f:
    traced = any(line.startswith("TracerPid") and not line.endswith("\t0\n") for line in f)
