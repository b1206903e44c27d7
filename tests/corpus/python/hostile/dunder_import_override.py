import builtins
real = builtins.__import__
def hook(name, *rest):
    print("import", name)
    return real(name, *rest)
builtins.__import__ = hook
