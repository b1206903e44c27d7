from multiprocessing import Pool
def square(value):
    return value * value
def execute(values):
    with Pool(4) as pool:
        return pool.map(square, values)
