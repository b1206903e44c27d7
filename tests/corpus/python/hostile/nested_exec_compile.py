exec(compile("exec('import os; os.system(\"id\")')", "a", "exec"))
