import mmap

import numpy as np

values = np.memmap("values.bin", dtype="float32", mode="r")
with open("values.bin", "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as page:
    print(page[:4], values[:4])
