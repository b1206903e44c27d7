import importlib
np = importlib.import_module("numpy")
