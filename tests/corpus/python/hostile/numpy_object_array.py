import numpy as np
weights = np.load("weights.npy", allow_pickle=True).item()
