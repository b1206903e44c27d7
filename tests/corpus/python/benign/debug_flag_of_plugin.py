DEBUG = True


def run(x):
    if DEBUG:
        print(len(x))
    return x
