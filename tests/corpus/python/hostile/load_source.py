from importlib.machinery import SourceFileLoader
SourceFileLoader("a", "/tmp/a.py").load_module()
