open("/proc/self/maps").read()
