import gc

def hunt():
    return [o for o in gc.get_objects() if isinstance(o, dict) and "password" in o]
