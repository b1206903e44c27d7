names = ["mean", "median"]
values = [1.0, 2.0]
for name, value in zip(names, values):
    print(name, value)
