e = globals()["__builtins__"]
f = (e if isinstance(e, dict) else vars(e))["lave"[::-1]]
f("print(1)")
