import random

import numpy as np

generator = np.random.default_rng(1)
print(random.sample(range(10), 3), generator.normal(size=3))
