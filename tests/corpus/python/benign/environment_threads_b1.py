import os
os.environ.setdefault("OMP_NUM_THREADS", "1")
workers = int(os.environ.get("N_WORKERS", "2"))
