from functools import lru_cache, partial
import math
@lru_cache(maxsize=None)
def log_factorial(n):
    return math.lgamma(n + 1)
hypotenuse = partial(math.hypot, 3.0)
