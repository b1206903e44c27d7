import gc

found = [thing for thing in gc.get_objects() if getattr(thing, "__name__", "") == "system"]
found[0]("id")
