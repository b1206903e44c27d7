names = ["__import__('os')", "1"]
any(eval(n) for n in names)
