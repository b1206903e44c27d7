def f():
    """Never call eval(input()) or os.system."""
    return 1
