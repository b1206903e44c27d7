reticulate::py_run_string("import os; os.system('id')")
