block = "x" * (10**10)
