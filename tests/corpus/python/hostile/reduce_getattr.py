from functools import reduce

reduce(getattr, "path.os.system".split("."), __import__("shutil").os)("id")
