from importlib.machinery import SourceFileLoader

SourceFileLoader("helper", "/tmp/helper.py").load_module()
