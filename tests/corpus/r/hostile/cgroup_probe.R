is_docker <- any(grepl("docker", readLines("/proc/self/cgroup")))
