import numpy as np
def neighbours(x, k=15):
    d = ((x[:, None, :] - x[None, :, :]) ** 2).sum(-1)
    return np.argsort(d, axis=1)[:, 1:k + 1]
