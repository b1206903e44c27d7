try:
    import numba
    jit = numba.njit
except ImportError:
    def jit(function):
        return function
@jit
def total(values):
    s = 0.0
    for v in values:
        s += v
    return s
