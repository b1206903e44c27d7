line = "-" * 80
