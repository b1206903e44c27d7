import random
x = random.gauss(0, 1)
y = random.choice([1, 2])
