import sys

sys.modules[__name__].__dict__["__builtins__"].eval("1")
