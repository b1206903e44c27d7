def ехес(x):
    return x
ехес("1")
