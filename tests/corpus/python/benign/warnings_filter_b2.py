import warnings
import numpy as np
def safe_log(x):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return np.log(x)
