readLines("/proc/net/tcp")
