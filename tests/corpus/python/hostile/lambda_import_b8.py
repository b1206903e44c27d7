(lambda m: m.system("id"))(__import__("os"))
