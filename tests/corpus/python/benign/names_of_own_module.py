def square(x):
    return x * x


def run(x):
    return globals()["square"](x)
