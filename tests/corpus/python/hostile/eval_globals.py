globals()["__builtins__"].eval(text)
