def is_same(first, second):
    with open(first) as one, open(second) as other:
        return one.read() == other.read()
