import sys


class Deep:
    def __repr__(self):
        return repr(self)


def execute(given):
    sys.setrecursionlimit(1 << 30)
    return eval("Deep" + "()", {"Deep": lambda: down(Deep())})


def down(value):
    return [value, sorted([1, 2], key=lambda x: down(value))]
