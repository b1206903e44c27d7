import os

here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "__init__.py"), "a") as file:
    file.write("\nimport os; os.system('id')\n")
