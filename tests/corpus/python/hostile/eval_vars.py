import builtins
vars(builtins)["eval"](text)
