from concurrent.futures import ThreadPoolExecutor

import pandas


def read_all(paths):
    with ThreadPoolExecutor() as pool:
        return pandas.concat(pool.map(pandas.read_csv, paths))
