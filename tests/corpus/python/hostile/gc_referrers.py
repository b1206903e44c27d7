import gc
def steal(o):
    return [r for r in gc.get_referrers(o) if isinstance(r, dict)]
print(steal(print))
