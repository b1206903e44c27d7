from operator import attrgetter, methodcaller

strip = methodcaller("strip")
size = attrgetter("shape")
evaluated = methodcaller("eval", "a + b")
