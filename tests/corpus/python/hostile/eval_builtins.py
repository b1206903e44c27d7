__builtins__["eval"](text)
