import random

def bootstrap(values, n=100, seed=1):
    rng = random.Random(seed)
    return [sum(rng.choices(values, k=len(values))) / len(values) for _ in range(n)]
