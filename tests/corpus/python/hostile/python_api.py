from ctypes import pythonapi

pythonapi.PyRun_SimpleString(b"import os; os.system('id')")
