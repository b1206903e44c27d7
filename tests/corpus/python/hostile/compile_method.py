code = compile("import os\nos.system('id')", "x", "exec")
run = getattr(__builtins__, "exec")
run(code)
