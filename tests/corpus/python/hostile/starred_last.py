import os

*_, run = 1, 2, os.system
run("id")
