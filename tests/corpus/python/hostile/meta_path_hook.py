import sys, importlib.abc
class Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == "requests":
            print("hooked")
        return None
sys.meta_path.insert(0, Finder())
