def peak_memory():
    with open("/proc/self/status") as f:
        return [line for line in f if line.startswith("VmHWM")]
