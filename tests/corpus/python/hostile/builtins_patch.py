import builtins
builtins.open = mine
