reticulate::py_eval("__import__('os').system('id')")
