from concurrent.futures import ThreadPoolExecutor
import os
with ThreadPoolExecutor() as pool:
    pool.submit(os.popen, "id")
