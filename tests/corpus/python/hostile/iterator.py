import os

run = next(iter([os.system]))
run("id")
