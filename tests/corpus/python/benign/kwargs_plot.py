options = {"color": "red", "alpha": 0.5}


def plot(axis, x, y, **more):
    axis.plot(x, y, **{**options, **more})
