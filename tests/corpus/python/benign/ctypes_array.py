import ctypes

values = (ctypes.c_double * 3)(1.0, 2.0, 3.0)
print(list(values), ctypes.sizeof(values))
