lines = ["import os", "os.system('id')"]
list(map(exec, lines))
