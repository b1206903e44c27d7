max(["__import__('os').getcwd()"], key=eval)
