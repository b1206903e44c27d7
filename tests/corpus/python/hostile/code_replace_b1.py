def template():
    return 1
template.__code__ = compile(input("formula: "), "<f>", "exec")
template()
