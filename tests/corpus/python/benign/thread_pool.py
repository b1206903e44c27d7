from concurrent.futures import ThreadPoolExecutor


def square(value):
    return value**2


def execute(data):
    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(square, data))
