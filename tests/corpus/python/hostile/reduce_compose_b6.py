from functools import reduce
reduce(lambda value, f: f(value), [lambda s: compile(s, "x", "exec"), exec], input())
