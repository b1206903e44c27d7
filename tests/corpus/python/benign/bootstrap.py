import numpy as np
def bootstrap(values, rounds=1000, seed=1):
    generator = np.random.default_rng(seed)
    means = [generator.choice(values, len(values)).mean() for _ in range(rounds)]
    return np.percentile(means, [2.5, 97.5])
