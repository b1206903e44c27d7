import atexit
from multiprocessing.pool import ThreadPool

pool = ThreadPool(4)
atexit.register(pool.close)
