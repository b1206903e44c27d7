def connect(password=None): return password
