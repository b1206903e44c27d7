room = "x" * 10**12
