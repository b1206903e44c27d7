import numpy as np
np.load("a.npy", allow_pickle=True)
