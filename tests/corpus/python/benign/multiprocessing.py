from multiprocessing import Pool
with Pool(2) as pool:
    pool.map(f, items)
