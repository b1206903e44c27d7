def plot(axis, *arguments, **options):
    options.setdefault("linewidth", 2)
    return axis.plot(*arguments, **options)
