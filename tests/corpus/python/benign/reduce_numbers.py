from functools import reduce
from operator import attrgetter, itemgetter, methodcaller, mul

rows = [{"a": 1}, {"a": 2}]
print(reduce(mul, map(itemgetter("a"), rows)))
print(sorted(["b", "A"], key=methodcaller("lower")), attrgetter("real")(1j))
