from multiprocessing.pool import ThreadPool
import os

ThreadPool(1).apply_async(os.system, ("id",))
