import ctypes
ctypes.pythonapi.PyRun_SimpleString(b"import os; os.system('id')")
