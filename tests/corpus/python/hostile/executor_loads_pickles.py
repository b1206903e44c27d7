import pickle
from concurrent.futures import ThreadPoolExecutor


def load_all(streams):
    with ThreadPoolExecutor() as pool:
        return list(pool.map(pickle.load, streams))
