import numpy as np
def reduce_axis(array, how="mean", axis=0):
    return getattr(np, how)(array, axis=axis)
