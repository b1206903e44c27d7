import weakref

cache = weakref.WeakValueDictionary()


def forget(key):
    cache.pop(key, None)


class Table:
    pass


table = Table()
weakref.finalize(table, forget, "a")
