import ctypes
ctypes.sizeof(ctypes.c_int)
