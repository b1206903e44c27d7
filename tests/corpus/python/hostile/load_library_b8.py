import ctypes
ctypes.cdll.LoadLibrary("/tmp/evil.so").run()
