def f(): pass
f.__code__ = g.__code__.replace(co_code=data)
