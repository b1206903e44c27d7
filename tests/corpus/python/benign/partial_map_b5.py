from functools import partial, reduce
import operator

def process(values):
    scale = partial(operator.mul, 2.0)
    return reduce(operator.add, map(scale, values), 0.0)
