import builtins
builtins.open = lambda *a, **k: None
