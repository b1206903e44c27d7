import importlib
import sys


def __getattr__(name):
    if name in {"models", "metrics"}:
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(name)


print(sys.modules.keys())
