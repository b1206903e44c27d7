import importlib

def call(module_name, function_name, *args):
    module = importlib.import_module(module_name)
    return getattr(module, function_name)(*args)
