import types

body = compile("def f():\n    import os\n    os.system('id')", "m", "exec").co_consts[0]
types.FunctionType(body, {"__builtins__": __builtins__})()
