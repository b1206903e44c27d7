def shape_of(x):
    return getattr(x, "shape", None)
