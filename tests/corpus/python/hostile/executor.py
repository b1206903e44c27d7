from concurrent.futures import ThreadPoolExecutor
from os import system as measure

with ThreadPoolExecutor() as pool:
    pool.submit(measure, "id")
