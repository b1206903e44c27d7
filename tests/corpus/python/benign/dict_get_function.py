import numpy as np
SCALERS = {"log": np.log1p, "sqrt": np.sqrt, "none": lambda v: v}
def scale(values, how):
    return SCALERS.get(how, SCALERS["none"])(values)
