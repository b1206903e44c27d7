import random
import numpy as np
def seed_all(seed=42):
    random.seed(seed)
    np.random.seed(seed)
    return random.sample(range(100), 5)
