assert a.shape == b.shape
